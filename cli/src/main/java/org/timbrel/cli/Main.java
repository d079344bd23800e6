package org.timbrel.cli;

/** Where the program starts. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        Terminal terminal = Terminal.ofProcess();
        int code = new Timbrel(terminal).run(args);
        terminal.flush();
        System.exit(code);
    }
}
