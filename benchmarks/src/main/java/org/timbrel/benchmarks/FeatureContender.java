package org.timbrel.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.timbrel.cli.CommandException;
import org.timbrel.cli.ExitCode;

/**
 * Something that computes log-mel spectrograms of a folder, in a process of its own, and how long it took.
 *
 * @param name in the table
 * @param all the command for all files, without the folder that results go to
 * @param one the command for a single file
 * @param folder seconds for all files, of each round
 * @param file seconds for the single file, of each round
 */
record FeatureContender(String name, List<String> all, List<String> one, List<Double> folder, List<Double> file) {
    private static final String OUT = "{out}";

    private FeatureContender(String name, List<String> all, List<String> one) {
        this(name, all, one, new ArrayList<>(), new ArrayList<>());
    }

    /** This program, with the flags that it runs with now. */
    static FeatureContender timbrel(Path music, Path song) {
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        java.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.timbrel.cli.Main", "features"));
        List<String> one = new ArrayList<>(java);
        one.addAll(List.of(song.toString(), "--out", OUT + "/one.npy"));
        java.addAll(List.of(music.toString(), "--out", OUT));
        return new FeatureContender("Timbrel", java, one);
    }

    /** librosa in so many processes. */
    static FeatureContender librosa(String python, Path music, int processes) {
        String name = "librosa, " + processes + (processes == 1 ? " process" : " processes");
        List<String> words = List.of(python, "-c", script(), music.toString(), OUT, Integer.toString(processes));
        List<String> all = new ArrayList<>(words);
        all.add("0");
        List<String> one = new ArrayList<>(words);
        one.add("1");
        return new FeatureContender(name, all, one);
    }

    private static String script() {
        try (InputStream in = FeatureContender.class.getResourceAsStream("audio/librosa_features.py")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes its turn. */
    void round() throws IOException {
        folder.add(seconds(all));
        file.add(seconds(one));
    }

    private static double seconds(List<String> command) throws IOException {
        Path out = Files.createTempDirectory("timbrel-bench-audio");
        Path said = Files.createTempFile("timbrel-bench-audio", ".txt");
        try {
            List<String> words =
                    command.stream().map(w -> w.replace(OUT, out.toString())).toList();
            long begun = System.nanoTime();
            int code = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start()
                    .waitFor();
            double seconds = (System.nanoTime() - begun) / 1e9;
            if (code != 0) {
                throw new CommandException(
                        ExitCode.FAILED,
                        words.get(0) + " ended with exit code " + code + " and said: "
                                + Files.readString(said).strip());
            }
            return seconds;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("waiting for " + command.get(0) + " was interrupted", e);
        } finally {
            Files.delete(said);
            delete(out);
        }
    }

    /** Removes a folder with all that is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Of all rounds. */
    static double median(List<Double> seconds) {
        double[] sorted = seconds.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Milliseconds of each file after the first, which starts the process and warms it up. */
    double milliseconds(int files) {
        return 1000 * (median(folder) - median(file)) / (files - 1);
    }
}
