package org.timbrel.benchmarks.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownPageTest {
    private static final String BEGIN = "<!-- table a: written by timbrel bench kernels -->";
    private static final String END = "<!-- end of table a -->";

    @TempDir
    Path folder;

    @Test
    void replacesItsTableAndNothingElse() throws IOException {
        Path page = folder.resolve("page.md");
        Files.write(page, List.of("Before.", BEGIN, "old", END, "After."));
        new MarkdownPage(page).write("a", List.of("new"));
        assertEquals(List.of("Before.", BEGIN, "", "new", END, "After."), Files.readAllLines(page));
    }

    @Test
    void beginsAPageThatIsNotThere() throws IOException {
        Path page = folder.resolve("page.md");
        new MarkdownPage(page).write("a", List.of("new"));
        assertEquals(List.of(BEGIN, "", "new", END), Files.readAllLines(page));
    }

    @Test
    void aPageWithoutAPlaceForTheTableIsLeftAlone() throws IOException {
        Path page = folder.resolve("page.md");
        Files.write(page, List.of("Mine."));
        assertThrows(IOException.class, () -> new MarkdownPage(page).write("a", List.of("new")));
        assertEquals(List.of("Mine."), Files.readAllLines(page));
    }
}
