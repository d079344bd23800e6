package org.timbrel.training.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.timbrel.training.metrics.ClassificationResult;
import org.timbrel.training.metrics.TrackVote;
import org.timbrel.training.run.Environment;
import org.timbrel.training.run.MetricsEvent;
import org.timbrel.training.run.MetricsLog;
import org.timbrel.training.run.Provenance;
import org.timbrel.training.run.RunFolder;
import org.timbrel.training.run.SplitRecord;

/** A made-up run over ten classes, with figures of a likely shape. */
final class ExampleRun {
    static final Provenance PROVENANCE = new Provenance("made-up data", "split by track, 60/20/20", false, 42);
    static final List<String> GENRES =
            List.of("blues", "classical", "country", "disco", "hiphop", "jazz", "metal", "pop", "reggae", "rock");
    static final ModelTable MODEL = new ModelTable(
            "harmonynet",
            List.of(
                    new ModelTable.Row("Conv2d 32 of 3x3, ReLU", "(173, 128, 32)", 320),
                    new ModelTable.Row("MaxPool2d 2x2", "(86, 64, 32)", 0),
                    new ModelTable.Row("Lstm 64", "(64)", 540_928),
                    new ModelTable.Row("Dense 10, softmax", "(10)", 650)));

    private ExampleRun() {}

    /** Skips the tests of pictures, and says why, on a machine without fonts. */
    static void assumeFonts() {
        try {
            Picture.blank(1, 1);
        } catch (IOException e) {
            Assumptions.abort(e.getMessage());
        }
    }

    /** A run that is under way: baselines and some epochs, no test. */
    static RunFolder training(Path path, int epochs) throws IOException {
        RunFolder folder = RunFolder.create(path);
        folder.writeRecipe(
                "recipe: harmonynet\noptimizer: {name: adam, learningRate: 0.001}\ntraining:\n  batch: 32\n");
        folder.writeEnvironment(Environment.current(
                "0.1.0",
                "vector",
                "256-bit SIMD",
                2,
                List.of("train", "harmonynet", "--data", "my music", "--seed", "42")));
        folder.writeSplit(new SplitRecord(
                PROVENANCE, List.of("a/1.wav", "a/2.wav"), List.of("a/3.wav"), List.of("a/4.wav", "a/5.wav")));
        MetricsLog log = folder.metrics();
        log.append(new MetricsEvent.Baseline("majority class", OptionalDouble.of(0.1), 0.1));
        log.append(new MetricsEvent.Baseline("linear model on mean MFCC", OptionalDouble.empty(), 0.55));
        Random random = new Random(7);
        int best = Math.max(1, epochs * 3 / 4);
        for (int e = 1; e <= epochs; e++) {
            double fit = 1 - Math.exp(-e / 7.0);
            double noise = 0.02 * random.nextGaussian();
            if (e == best) {
                log.append(new MetricsEvent.Validation(
                        e, PROVENANCE, result(10, 0.5).confusion()));
            }
            log.append(new MetricsEvent.Epoch(
                    e,
                    100L * e,
                    2.3 - 2.1 * fit,
                    0.1 + 0.85 * fit,
                    2.3 - 1.6 * fit + 0.008 * e + noise,
                    0.1 + 0.6 * fit - noise,
                    0.001,
                    8.5,
                    0.03,
                    e == best));
        }
        return folder;
    }

    /** The same run after its end. */
    static RunFolder finished(Path path, int epochs) throws IOException {
        RunFolder folder = training(path, epochs);
        folder.metrics().append(new MetricsEvent.Stop("no better validation loss for 8 epochs", epochs));
        ClassificationResult result = result(10, 0.45);
        folder.metrics().append(test(result));
        folder.writePredictions(result);
        return folder;
    }

    static MetricsEvent.Test test(ClassificationResult segments) {
        return new MetricsEvent.Test(
                PROVENANCE,
                segments.confusion(),
                segments.byTrack(TrackVote.MEAN_PROBABILITY).confusion(),
                segments.byTrack(TrackVote.MAJORITY).confusion());
    }

    /** Five segments a track; neighbouring classes are confused the more often the higher {@code noise} is. */
    static ClassificationResult result(int tracksPerClass, double noise) {
        int classes = GENRES.size();
        Random random = new Random(3);
        List<String> tracks = new ArrayList<>();
        List<Integer> truth = new ArrayList<>();
        List<Float> probabilities = new ArrayList<>();
        for (int track = 0; track < classes * tracksPerClass; track++) {
            int genre = track % classes;
            int taken = random.nextDouble() < noise * 0.6 ? (genre + 1 + random.nextInt(3)) % classes : genre;
            for (int segment = 0; segment < 5; segment++) {
                int likely = random.nextDouble() < noise * 0.5 ? random.nextInt(classes) : taken;
                float high = 0.4f + 0.6f * random.nextFloat();
                for (int c = 0; c < classes; c++) {
                    probabilities.add(c == likely ? high : (1 - high) / (classes - 1));
                }
                tracks.add(GENRES.get(genre) + "/" + GENRES.get(genre) + String.format(".%05d.wav", track / classes));
                truth.add(genre);
            }
        }
        float[] rows = new float[probabilities.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = probabilities.get(i);
        }
        return ClassificationResult.of(
                GENRES, tracks, truth.stream().mapToInt(Integer::intValue).toArray(), rows);
    }
}
