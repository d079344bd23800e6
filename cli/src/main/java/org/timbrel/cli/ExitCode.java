package org.timbrel.cli;

/** What the process tells the shell. */
public enum ExitCode {
    /** The command did what it was asked. */
    DONE(0),
    /** It could not: a file that can't be written, a backend that can't be had, an error of the program. */
    FAILED(1),
    /** What was typed is wrong: a command, an option, a recipe, a key, a backend's name. */
    USAGE(2),
    /** The data are. */
    BAD_DATA(3),
    /** Training reached NaN or infinity. */
    DIVERGED(4),
    /** The user stopped it: 128 and the number of the signal, as shells have it. */
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The number. */
    public int number() {
        return number;
    }
}
