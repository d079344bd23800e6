package org.timbrel.training.trace;

import java.util.List;

/** Where the numbers of a trace go. */
public interface Printout {
    /** One line of text. */
    void say(String line);

    /**
     * A table.
     *
     * @param alignment a letter a column: {@code l} for left, {@code r} for right
     * @param rows a list of cells each
     */
    void table(String alignment, List<List<String>> rows);
}
