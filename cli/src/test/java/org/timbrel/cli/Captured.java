package org.timbrel.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/**
 * What one command said, run inside the test's own process.
 *
 * @param code the exit code
 * @param out what went to the standard output
 * @param err what went to the standard error
 */
record Captured(int code, String out, String err) {
    /** Runs a command whose run folders and caches go below {@code work}. */
    static Captured run(Path work, Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false);
        String[] args = new String[words.length];
        for (int i = 0; i < args.length; i++) {
            args[i] = words[i].toString();
        }
        int code = new Timbrel(terminal, new WorkFolder(work)).run(args);
        terminal.flush();
        return new Captured(code, out.toString(), err.toString());
    }

    /** The first line of the errors: the sentence for the user. */
    String sentence() {
        return err.lines().findFirst().orElse("");
    }
}
