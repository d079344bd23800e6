package org.timbrel.benchmarks.kernels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A page into which a tool writes its tables, each between two lines of its own; the rest of the page is a person's.
 *
 * <pre>
 * &lt;!-- table matmul: written by timbrel bench kernels --&gt;
 * &lt;!-- end of table matmul --&gt;
 * </pre>
 */
public final class MarkdownPage {
    private final Path file;

    /** A page that need not exist yet. */
    public MarkdownPage(Path file) {
        this.file = file;
    }

    /**
     * Replaces what stands between a table's two lines; a page that does not exist is begun with them.
     *
     * @throws IOException if the page has no such lines, or can't be written
     */
    public void write(String table, List<String> lines) throws IOException {
        String begin = "<!-- table " + table + ": written by timbrel bench kernels -->";
        String end = "<!-- end of table " + table + " -->";
        List<String> page = Files.exists(file) ? Files.readAllLines(file) : List.of(begin, end);
        int first = page.indexOf(begin);
        int last = page.indexOf(end);
        if (first < 0 || last < first) {
            throw new IOException(
                    file + " has no place for the table: it wants a line '" + begin + "' and after it '" + end + "'.");
        }
        List<String> written = new ArrayList<>(page.subList(0, first + 1));
        written.add("");
        written.addAll(lines);
        written.addAll(page.subList(last, page.size()));
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        Files.write(whole, written);
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
