package org.timbrel.cli;

/** A command can't go on. The message is one sentence for the user. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;

    /** With the exit code that fits. */
    public CommandException(ExitCode code, String message) {
        super(message);
        this.code = code;
    }

    /** As above, keeping what was the cause. */
    public CommandException(ExitCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The exit code. */
    public ExitCode code() {
        return code;
    }
}
