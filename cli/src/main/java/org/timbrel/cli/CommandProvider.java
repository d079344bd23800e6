package org.timbrel.cli;

/** Adds a command to {@code timbrel}; found by {@link java.util.ServiceLoader}. */
public interface CommandProvider {
    /**
     * A new command.
     *
     * @param terminal where it writes
     * @return an object with picocli's {@link picocli.CommandLine.Command} annotation, which is a
     *     {@code Callable<Integer>} that returns {@link ExitCode#number}
     */
    Object command(Terminal terminal);
}
