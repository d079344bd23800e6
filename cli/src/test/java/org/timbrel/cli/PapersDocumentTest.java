package org.timbrel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.training.recipe.Recipes;

/** The commands of docs/papers.md run on a folder laid out like GTZAN, of composed music. */
final class PapersDocumentTest {
    private static final String DATA = "path/to/gtzan";
    /** Smaller models of the largest recipes: what is tested is the way, not the arithmetic. */
    private static final List<String> SHRINK = List.of(
            "kuppusamy-cnn --set=features.resize=24",
            "harmonynet --set=model.conv2d2.filters=8 --set=model.conv2d3.filters=8",
            "harmonynet-350 --set=model.conv2d2.filters=8 --set=model.conv2d3.filters=8",
            "chen-cnn --set=model.conv2d4.filters=8 --set=model.conv2d5.filters=8",
            "sheng-cnn-lstm --set=features.resize=32",
            "chen-crnn --set=model.conv2d1.filters=8 --set=model.conv2d2.filters=8");

    @TempDir
    Path work;

    @Test
    void commandsRunOnAFolderLaidOutLikeGtzan() throws IOException {
        Path gtzan = layOut(work.resolve("gtzan"));
        List<String> recipes = new ArrayList<>();
        for (String command : commands()) {
            List<String> words = words(command);
            words.replaceAll(word -> word.equals(DATA) ? gtzan.toString() : inWork(word));
            if (words.get(0).equals("train")) {
                recipes.add(words.get(1));
                words.addAll(List.of("--epochs", "1"));
                words.addAll(shrink(words.get(1)));
            } else if (words.contains("--data")) {
                shrinkStudy(words);
            }
            Captured said = Captured.run(work, words.toArray());
            assertEquals(0, said.code(), command + ": " + said.err());
            if (words.contains("--data")) {
                assertTrue(said.out().contains("Left out jazz/jazz.00054.wav: "), command + ": " + said.out());
            }
            boolean leaky = command.contains("leaky");
            assertEquals(leaky, said.out().contains("leaky: split by segment"), command + ": " + said.out());
        }
        assertTrue(recipes.containsAll(Recipes.list()), "no command trains each of " + Recipes.list());
        for (String name : List.of("one-group.png", "all-but-one.png", "accuracy.png", "report.html")) {
            assertTrue(Files.size(work.resolve("runs/li").resolve(name)) > 0, name);
        }
        for (List<String> figure : List.of(
                List.of("kuppusamy", "kuppusamy-lstm, by segment", "69.7"),
                List.of("rai", "2 s segments", "about 92"),
                List.of("li", "li-cnn, the groups of the recipe", "46.6"),
                List.of("chen", "chen-crnn", "88.7"),
                List.of("sheng-table", "sheng-cnn-lstm, by track, majority of segments", "84.4"))) {
            String table =
                    Files.readString(work.resolve("runs").resolve(figure.get(0)).resolve("table.csv"));
            assertTrue(
                    table.lines()
                            .map(line -> line.replace("\"", ""))
                            .anyMatch(
                                    line -> line.startsWith(figure.get(1) + ",") && line.endsWith("," + figure.get(2))),
                    table);
        }
    }

    /** Two classes, one epoch, and two of whatever there are many of. */
    private static void shrinkStudy(List<String> words) {
        for (String many : List.of("--splits", "--folds")) {
            int at = words.indexOf(many);
            if (at > 0 && !words.get(at + 1).equals("1")) {
                words.set(at + 1, "2");
            }
        }
        if (words.get(1).equals("features")) {
            words.addAll(List.of("--repeats", "1"));
            words.remove("li-lstm"); // 16 runs are enough; its command differs in nothing but the name
        }
        words.addAll(List.of("--epochs", "1", "--set=data.classes=[blues, jazz]"));
    }

    /** Words of a shell, of which some stand in double quotes. */
    private static List<String> words(String command) {
        return Pattern.compile("\"([^\"]*)\"|(\\S+)")
                .matcher(command)
                .results()
                .map(m -> m.group(1) == null ? m.group(2) : m.group(1))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private String inWork(String word) {
        return word.startsWith("runs/") ? work.resolve(word).toString() : word;
    }

    /** All but the tunings, which have tests of their own. */
    private static List<String> commands() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("../docs/papers.md"))) {
            return lines.filter(line -> line.matches("timbrel (train|study (?!tuning)\\w+) .*"))
                    .map(line -> line.substring("timbrel ".length()))
                    .toList();
        }
    }

    private static List<String> shrink(String recipe) {
        return SHRINK.stream()
                .map(line -> Arrays.asList(line.split(" ")))
                .filter(words -> words.get(0).equals(recipe))
                .flatMap(words -> words.stream().skip(1))
                .toList();
    }

    /** {@code genres_original/GENRE/GENRE.NNNNN.wav}: four composed tracks a genre, and the one that can't be read. */
    private Path layOut(Path folder) throws IOException {
        Path composed = work.resolve("composed");
        Captured said = Captured.run(work, "compose", "--out", composed, "--tracks", 40, "--seconds", 4.5, "--seed", 1);
        assertEquals(0, said.code(), said.err());
        try (Stream<Path> files = Files.walk(composed)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".wav")).sorted().toList()) {
                String genre = file.getParent().getFileName().toString();
                Path genreFolder = Files.createDirectories(
                        folder.resolve("genres_original").resolve(genre));
                try (Stream<Path> there = Files.list(genreFolder)) {
                    String name = String.format(Locale.ROOT, "%s.%05d.wav", genre, there.count());
                    Files.move(file, genreFolder.resolve(name));
                }
            }
        }
        Files.writeString(folder.resolve("genres_original/jazz/jazz.00054.wav"), "no sound");
        return folder;
    }
}
