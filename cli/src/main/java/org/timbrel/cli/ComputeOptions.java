package org.timbrel.cli;

import java.util.List;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.BackendProvider;
import org.timbrel.engine.backend.Backends;
import picocli.CommandLine.Option;

/** The options that say what computes. */
public final class ComputeOptions {
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

    /** The backend that was named, {@link #checked}. */
    String backend() {
        return checked(backend);
    }

    /**
     * Has a wrong or missing backend said before anything long begins.
     *
     * @return the name of a backend that can be had here, or {@code auto}
     * @throws CommandException if nobody knows it
     * @throws org.timbrel.engine.backend.BackendUnavailableException if it can't be had here
     */
    public static String checked(String backend) {
        if (backend.equals("auto")) {
            return backend;
        }
        List<String> known =
                Backends.providers().stream().map(BackendProvider::name).toList();
        if (!known.contains(backend)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "there is no backend '" + backend + "'; there are auto, " + String.join(", ", known) + ".");
        }
        Backends.require(backend);
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
