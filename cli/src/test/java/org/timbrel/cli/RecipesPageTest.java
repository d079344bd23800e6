package org.timbrel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.audio.Sound;
import org.timbrel.audio.wav.WavWriter;

/** The recipes in docs/recipes.md train as they stand there. */
final class RecipesPageTest {
    private static final int RATE = 22050;

    @TempDir
    Path work;

    @Test
    void anotherRecipeChanged() throws IOException {
        Captured said = train("quick-lstm.yaml", composed(), "--epochs", 2);
        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().contains("epoch 2/2"), said.out());
    }

    @Test
    void aModelFromScratchWithAndWithoutItsSettings() throws IOException {
        Path music = composed();
        Captured said = train("small-cnn.yaml", music, "--epochs", 1);
        assertEquals(0, said.code(), said.err());
        Path page = recipe("small-cnn.yaml");
        String plain = Captured.run(work, "inspect", page).out();
        String normed = Captured.run(work, "inspect", page, "--set", "settings.batchNorm=true")
                .out();
        String bare = Captured.run(work, "inspect", page, "--set", "settings.dropout=false")
                .out();
        assertTrue(plain.contains("dropout1") && !plain.contains("batchNorm1"), plain);
        assertTrue(normed.contains("batchNorm1"), normed);
        assertTrue(!bare.contains("dropout1"), bare);
    }

    @Test
    void soundsThatAreNotMusicAreToldApart() throws IOException {
        Captured said = train("strokes.yaml", strokes());
        assertEquals(0, said.code(), said.err());
        Matcher right = Pattern.compile("by track +([\\d.]+)%").matcher(said.out());
        assertTrue(right.find(), said.out());
        double percent = Double.parseDouble(right.group(1));
        assertTrue(percent >= 70, "of four classes, by chance 25%, got right: " + percent + "%\n" + said.out());
    }

    @Test
    void layersThatDoNotFitAreAnsweredAsThePageSays() throws IOException {
        Path own = work.resolve("my.yaml");
        String text = "extends: harmonynet\nmodel:\n  - conv2d: {filters: 8, kernel: 3}\n  - lstm: {units: 4}\n";
        assertTrue(page().contains("```\n" + text + "```\n"), text);
        Files.writeString(own, text);
        String sentence = Captured.run(work, "inspect", own).sentence();
        assertTrue(page().contains("\n" + sentence + "\n"), sentence);
    }

    private Captured train(String name, Path data, Object... more) throws IOException {
        List<Object> words =
                new ArrayList<>(List.of("train", recipe(name), "--data", data, "--out", work.resolve(name + "-run")));
        Collections.addAll(words, more);
        return Captured.run(work, words.toArray());
    }

    /** The block of the page that begins with the file's name. */
    private Path recipe(String name) throws IOException {
        String page = page();
        int start = page.indexOf("```yaml\n# " + name + "\n");
        assertTrue(start >= 0, "docs/recipes.md has no block that begins with # " + name);
        Path file = work.resolve(name);
        Files.writeString(file, page.substring(start + 8, page.indexOf("```", start + 8)));
        return file;
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/recipes.md"));
    }

    private Path composed() {
        Path music = work.resolve("composed");
        Captured said = Captured.run(work, "compose", "--out", music, "--tracks", 50, "--seconds", 2);
        assertEquals(0, said.code(), said.err());
        return music;
    }

    /** Strokes of four timbres: loudness, pitch and decay are drawn, so that only the timbre tells the class. */
    private Path strokes() throws IOException {
        Path data = work.resolve("strokes");
        Random random = new Random(3);
        for (String name : List.of("bell", "drum", "reed", "string")) {
            Path folder = Files.createDirectories(data.resolve(name));
            for (int i = 1; i <= 20; i++) {
                WavWriter.write(folder.resolve(name + "-" + i + ".wav"), stroke(name, random));
            }
        }
        return data;
    }

    private static Sound stroke(String name, Random random) {
        double hertz = 150 + 250 * random.nextDouble();
        double loudness = 0.05 + 0.4 * random.nextDouble();
        double decay = 3 + 6 * random.nextDouble();
        float[] samples = new float[RATE / 2];
        for (int i = 0; i < samples.length; i++) {
            double t = (double) i / RATE;
            double phase = 2 * Math.PI * hertz * t;
            double wave =
                    switch (name) {
                        case "bell" ->
                            0.5 * Math.sin(phase) + 0.3 * Math.sin(2.76 * phase) + 0.2 * Math.sin(5.4 * phase);
                        case "drum" -> 0.6 * Math.sin(phase / 3) + 0.4 * random.nextGaussian();
                        case "reed" -> Math.signum(Math.sin(phase));
                        default -> 2 * (hertz * t - Math.floor(hertz * t)) - 1;
                    };
            samples[i] = (float) (loudness * wave * Math.exp(-decay * t));
        }
        return new Sound(samples, RATE);
    }
}
