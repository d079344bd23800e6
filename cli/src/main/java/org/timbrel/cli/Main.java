package org.timbrel.cli;

import java.nio.file.Path;

/** Where the program starts. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        Terminal terminal = Terminal.ofProcess();
        int code = new Timbrel(terminal, new WorkFolder(Path.of(""))).run(args);
        terminal.flush();
        System.exit(code);
    }
}
