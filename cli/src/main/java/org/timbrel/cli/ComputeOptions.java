package org.timbrel.cli;

import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.BackendProvider;
import org.timbrel.engine.backend.Backends;
import picocli.CommandLine.Option;

/** The options that say what computes. */
final class ComputeOptions {
    @Option(
            names = "--backend",
            paramLabel = "B",
            defaultValue = "auto",
            description = "What computes; timbrel devices lists them. Default: auto, the best that can be had.")
    private String backend;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that compute; default: all processors. The result does not depend on it.")
    private Integer threads;

    /**
     * The name of a backend that is known, or {@code auto}.
     *
     * @throws CommandException if nobody knows it
     */
    String backend() {
        if (!backend.equals("auto")
                && Backends.providers().stream().map(BackendProvider::name).noneMatch(backend::equals)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "there is no backend '" + backend + "'; there are auto, "
                            + String.join(
                                    ", ",
                                    Backends.providers().stream()
                                            .map(BackendProvider::name)
                                            .toList())
                            + ".");
        }
        return backend;
    }

    /** How many threads, at least one. */
    int threads() {
        if (threads == null) {
            return BackendOptions.defaults().threads();
        }
        if (threads < 1) {
            throw new CommandException(ExitCode.USAGE, "--threads must be at least 1, got " + threads + ".");
        }
        return threads;
    }
}
