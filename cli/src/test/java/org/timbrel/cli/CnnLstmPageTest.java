package org.timbrel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.training.trace.TraceStage;

/** Every number of docs/cnn-lstm.md is what its command prints. */
final class CnnLstmPageTest {
    private static final Pattern COMMAND = Pattern.compile("```\n\\$ timbrel (.*)\n([^`]*)```\n");
    private static final Pattern RECIPE = Pattern.compile("```yaml\n(# tiny.yaml\n[^`]*)```\n");
    private static final Pattern SECONDS = Pattern.compile("(?<=\\(|took {0,9})\\d+\\.\\d+ s");

    @TempDir
    Path work;

    @Test
    void printsWhatThePageSays() throws IOException {
        String page = Files.readString(Path.of("../docs/cnn-lstm.md"));
        Matcher recipe = RECIPE.matcher(page);
        assertTrue(recipe.find(), "the page has no block that begins with # tiny.yaml");
        Files.writeString(work.resolve("tiny.yaml"), recipe.group(1));
        int commands = 0;
        for (Matcher command = COMMAND.matcher(page); command.find(); commands++) {
            Captured said = Captured.run(work, words(command.group(1)));
            assertEquals(0, said.code(), said.err());
            assertEquals(timeless(command.group(2)), timeless(said.out()), command.group(1));
        }
        assertEquals(page.split("\\$ timbrel", -1).length - 1, commands, "commands in a block of another form");
        for (TraceStage stage : TraceStage.values()) {
            assertTrue(page.contains("--at " + stage + "\n"), "the page leaves out " + stage);
        }
    }

    /** The words of a command; its files lie in the test's folder. */
    private Object[] words(String command) {
        return Arrays.stream(command.split(" "))
                .map(word -> word.matches("music.*|tiny\\.yaml|jazz\\.png") ? work.resolve(word) : word)
                .toArray();
    }

    /** Without what the clock and the folder put in. */
    private String timeless(String out) {
        return SECONDS.matcher(out.replace(work + "/", "")).replaceAll("- s");
    }
}
