package org.timbrel.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.timbrel.training.metrics.ClassificationResult;

/**
 * The folder of one run and the names in it. Every file but {@code metrics.jsonl}, which only grows, is replaced as a
 * whole by {@link AtomicFile}; so an interruption at any moment leaves a folder that can be read and resumed.
 */
public final class RunFolder {
    private static final int MOST_NAMED = 5;

    private final Path path;

    private RunFolder(Path path) {
        this.path = path;
    }

    /**
     * Checks that a new run can have a folder, before time is spent on it.
     *
     * @throws IOException if it holds a run already
     */
    public static void requireFree(Path path) throws IOException {
        RunFolder folder = new RunFolder(path);
        if (Files.exists(folder.recipe()) || Files.exists(folder.metricsFile())) {
            throw new IOException(
                    path + " holds a run already; go on with it by --resume, or choose another folder with --out.");
        }
    }

    /**
     * Makes the folder, with its parents, for a new run.
     *
     * @throws IOException if it holds a run already, or can't be made
     */
    public static RunFolder create(Path path) throws IOException {
        requireFree(path);
        RunFolder folder = new RunFolder(path);
        try {
            Files.createDirectories(folder.state());
        } catch (IOException e) {
            throw AtomicFile.failure(path, e);
        }
        return folder;
    }

    /**
     * Opens the folder of a run that was begun earlier.
     *
     * @throws IOException if it holds no {@code recipe.yaml}
     */
    public static RunFolder open(Path path) throws IOException {
        RunFolder folder = new RunFolder(path);
        if (!Files.exists(path)) {
            throw new IOException("There is no run folder " + path + "." + beside(path));
        }
        if (!Files.isRegularFile(folder.recipe())) {
            throw new IOException(path + " is not the folder of a run: it has no recipe.yaml." + beside(path));
        }
        return folder;
    }

    /** The runs in the same folder, as a sentence; nothing if there are none. */
    private static String beside(Path path) {
        Path parent = path.toAbsolutePath().normalize().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return "";
        }
        try (Stream<Path> entries = Files.list(parent)) {
            List<String> runs = entries.filter(entry -> Files.isRegularFile(new RunFolder(entry).recipe()))
                    .map(entry -> entry.getFileName().toString())
                    .sorted(Comparator.reverseOrder())
                    .toList();
            String some = String.join(", ", runs.subList(0, Math.min(MOST_NAMED, runs.size())));
            return runs.isEmpty() ? "" : " Runs beside it: " + some + (runs.size() > MOST_NAMED ? ", ..." : "") + ".";
        } catch (IOException e) {
            return ""; // the sentence before is enough
        }
    }

    /** The folder itself. */
    public Path path() {
        return path;
    }

    /** {@code recipe.yaml}: the resolved recipe. */
    public Path recipe() {
        return path.resolve("recipe.yaml");
    }

    /** {@code last.safetensors}: the weights after the last whole epoch. */
    public Path lastWeights() {
        return path.resolve("last.safetensors");
    }

    /** {@code best.safetensors}: the weights of the best epoch so far. */
    public Path bestWeights() {
        return path.resolve("best.safetensors");
    }

    /** {@code state/}: optimizer, random streams and position, enough to go on to the bit. */
    public Path state() {
        return path.resolve("state");
    }

    /** {@code learning_curves.png}. */
    public Path learningCurves() {
        return path.resolve("learning_curves.png");
    }

    /** {@code confusion_matrix.png}. */
    public Path confusionMatrix() {
        return path.resolve("confusion_matrix.png");
    }

    /** {@code NAME.png}: one of the other pictures. */
    public Path picture(String name) {
        return path.resolve(name + ".png");
    }

    /** {@code report.html}. */
    public Path report() {
        return path.resolve("report.html");
    }

    /** {@code predictions.csv}. */
    public Path predictions() {
        return path.resolve("predictions.csv");
    }

    /** {@code metrics.jsonl}, the one source of every figure. */
    public MetricsLog metrics() {
        return new MetricsLog(metricsFile());
    }

    /** Writes {@code recipe.yaml}. */
    public void writeRecipe(String yaml) throws IOException {
        AtomicFile.write(recipe(), yaml);
    }

    /** The text of {@code recipe.yaml}. */
    public String readRecipe() throws IOException {
        return Files.readString(recipe());
    }

    /** Writes {@code environment.json}. */
    public void writeEnvironment(Environment environment) throws IOException {
        AtomicFile.write(path.resolve("environment.json"), environment.toJson());
    }

    /** Reads {@code environment.json}. */
    public Environment readEnvironment() throws IOException {
        return read("environment.json", Environment::fromJson);
    }

    /** Writes {@code split.json}. */
    public void writeSplit(SplitRecord split) throws IOException {
        AtomicFile.write(path.resolve("split.json"), split.toJson());
    }

    /**
     * Reads {@code split.json}.
     *
     * @throws IOException if it can't be read, or the hash of a list does not fit the list
     */
    public SplitRecord readSplit() throws IOException {
        return read("split.json", SplitRecord::fromJson);
    }

    /**
     * Writes {@code predictions.csv}, a row a track.
     *
     * @param segments the result by segment
     */
    public void writePredictions(ClassificationResult segments) throws IOException {
        AtomicFile.write(predictions(), PredictionsCsv.write(segments));
    }

    /** The decisions by track (mean of probabilities) in {@code predictions.csv}; empty before the first test. */
    public Optional<ClassificationResult> readPredictions() throws IOException {
        return Files.exists(predictions())
                ? Optional.of(read("predictions.csv", PredictionsCsv::read))
                : Optional.empty();
    }

    private Path metricsFile() {
        return path.resolve("metrics.jsonl");
    }

    @FunctionalInterface
    private interface Parser<T> {
        T parse(String text) throws IOException;
    }

    private <T> T read(String name, Parser<T> parser) throws IOException {
        Path file = path.resolve(name);
        String text = Files.readString(file);
        try {
            return parser.parse(text);
        } catch (IOException | RuntimeException e) {
            throw new IOException("Could not read " + file + ": " + e.getMessage() + ".", e);
        }
    }
}
