package org.timbrel.benchmarks;

import java.util.Optional;
import org.timbrel.benchmarks.kernels.DeviceLadder;
import org.timbrel.benchmarks.kernels.aparapi.AparapiLadder;
import org.timbrel.benchmarks.kernels.opencl.OpenClLadder;
import org.timbrel.cli.CommandException;
import org.timbrel.cli.ExitCode;

/** The ladders of devices, by the name of their backend: one more is a name and a line. */
final class DeviceLadders {
    /** Their names, as help and messages list them. */
    static final String NAMES = "opencl, aparapi";

    private DeviceLadders() {}

    /**
     * The ladder of a backend; none for {@code vector}, whose ladder is the one for processors.
     *
     * @throws CommandException if there is no ladder of that name
     * @throws org.timbrel.engine.backend.BackendUnavailableException if there is no such device
     */
    static Optional<DeviceLadder> open(String backend) {
        return switch (backend) {
            case "vector" -> Optional.empty();
            case "opencl" -> Optional.of(OpenClLadder.open());
            case "aparapi" -> Optional.of(AparapiLadder.open());
            default ->
                throw new CommandException(
                        ExitCode.USAGE, "--backend has a ladder of vector, " + NAMES + ", got '" + backend + "'.");
        };
    }
}
