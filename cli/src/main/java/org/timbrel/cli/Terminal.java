package org.timbrel.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where words go.
 *
 * @param out results and help
 * @param err errors, notes and the progress bar
 * @param live whether {@code err} is a terminal on which a line can be drawn again and again
 */
public record Terminal(PrintWriter out, PrintWriter err, boolean live) {
    /** The streams of this process; the launcher says whether a person looks at them. */
    public static Terminal ofProcess() {
        return new Terminal(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                Boolean.getBoolean("timbrel.terminal"));
    }

    /** One line of result. */
    public void say(String line) {
        out.println(line);
    }

    /** One line beside the result: what a person should know, and a pipe should not get. */
    public void note(String line) {
        err.println(line);
    }

    void flush() {
        out.flush();
        err.flush();
    }
}
