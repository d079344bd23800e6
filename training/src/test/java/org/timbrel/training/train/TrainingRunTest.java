package org.timbrel.training.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.engine.backend.BackendFailedException;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.checkpoint.Safetensors;
import org.timbrel.training.data.MadeAudio;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.TrainingSpec;
import org.timbrel.training.run.MetricsEvent;
import org.timbrel.training.run.RunFolder;
import org.timbrel.training.run.SplitRecord;

/** Whole runs of a small CNN-LSTM on made tones: 3 classes of 6 tracks, 3 segments each. */
final class TrainingRunTest {
    private static final String[] SMALL = {
        "model.conv2d1.filters=4",
        "model.conv2d2.filters=4",
        "model.conv2d3.filters=4",
        "model.lstm1.units=6",
        "training.epochs=4",
        "training.batch=8",
        "training.patience=50",
        "split.validation=0.25",
        "split.test=0.34"
    };

    @TempDir
    Path work;

    private Path data;

    @BeforeEach
    void makeData() {
        data = MadeAudio.folder(work.resolve("data"), 6, "high", "low", "middle");
    }

    private TrainingRun run(String backend, int threads, SilentListener listener, BooleanSupplier stop) {
        return new TrainingRun(
                new TrainingRequest.Place(backend, threads, work.resolve("cache"), "test", List.of("timbrel", "train")),
                listener,
                stop);
    }

    private TrainingRequest request(Recipe recipe, String out) {
        TrainingRequest.Place place =
                new TrainingRequest.Place("auto", 2, work.resolve("cache"), "test", List.of("timbrel", "train"));
        return new TrainingRequest(recipe, data, "made tones", work.resolve(out), place);
    }

    private Recipe recipe(String... more) {
        List<String> sets = new ArrayList<>(List.of(SMALL));
        sets.addAll(List.of(more));
        return MadeAudio.recipe(sets.toArray(String[]::new));
    }

    private byte[] bytes(String run, String file) throws IOException {
        return Files.readAllBytes(work.resolve(run).resolve(file));
    }

    private void train(String out, String backend, int threads) throws IOException {
        run(backend, threads, new SilentListener(), () -> false).train(request(recipe(), out));
    }

    @Test
    void leavesTheWholeRunFolder() throws IOException {
        train("run", "auto", 2);
        for (String file : List.of(
                "recipe.yaml",
                "environment.json",
                "split.json",
                "metrics.jsonl",
                "last.safetensors",
                "best.safetensors",
                "state/checkpoint.safetensors",
                "learning_curves.png",
                "learning_rate.png",
                "confusion_matrix.png",
                "class_scores.png",
                "first_filters.png",
                "track_features.png",
                "feature_distribution.png",
                "feature_correlation.png",
                "report.html",
                "predictions.csv")) {
            assertTrue(Files.size(work.resolve("run").resolve(file)) > 0, file);
        }
        String report = Files.readString(work.resolve("run").resolve("report.html"));
        assertTrue(
                report.contains("What the first layer looks for") && report.contains("One track, as features see it"));
        assertTrue(report.length() < 1_500_000, "the report stays small: " + report.length());
        List<MetricsEvent> events =
                RunFolder.open(work.resolve("run")).metrics().read();
        assertEquals(
                4, events.stream().filter(MetricsEvent.Epoch.class::isInstance).count());
        assertEquals(
                2,
                events.stream().filter(MetricsEvent.Baseline.class::isInstance).count(),
                "majority class and linear model");
        assertTrue(events.get(events.size() - 1) instanceof MetricsEvent.Test);
    }

    @Test
    void sameSeedGivesTheSameBitsForAnyNumberOfThreads() throws IOException {
        train("one", "auto", 1);
        train("two", "auto", 2);
        train("three", "auto", 3);
        assertArrayEquals(bytes("one", "last.safetensors"), bytes("two", "last.safetensors"));
        assertArrayEquals(bytes("one", "last.safetensors"), bytes("three", "last.safetensors"));
        assertArrayEquals(bytes("one", "predictions.csv"), bytes("two", "predictions.csv"));
    }

    @Test
    void anotherSeedGivesOtherWeights() throws IOException {
        train("one", "auto", 2);
        run("auto", 2, new SilentListener(), () -> false).train(request(recipe("training.seed=2"), "two"));
        assertFalse(Arrays.equals(bytes("one", "last.safetensors"), bytes("two", "last.safetensors")));
    }

    @Test
    void goesOnAfterTwoOfFourEpochsToTheSameBits() throws IOException {
        train("unbroken", "auto", 2);
        SilentListener listener = new SilentListener();
        TrainingRun stopped = run("auto", 2, listener, () -> listener.epochs == 2);
        assertThrows(InterruptedTrainingException.class, () -> stopped.train(request(recipe(), "resumed")));
        resumeAndCompare();
    }

    @Test
    void keepsItsLastCheckpointWhenTheDeviceIsLostInTheMiddleOfAnEpoch() throws IOException {
        train("unbroken", "auto", 2);
        SilentListener listener = new SilentListener();
        TrainingRun broken = run("auto", 2, listener, () -> {
            if (listener.epochs == 2 && listener.batches % 4 == 2) {
                throw new BackendFailedException("the device was lost");
            }
            return false;
        });
        assertThrows(BackendFailedException.class, () -> broken.train(request(recipe(), "resumed")));
        resumeAndCompare();
    }

    @Test
    void goesOnWithAugmentationToTheSameBitsForAnyNumberOfThreads() throws IOException {
        Recipe augmented = recipe(
                "augment.image={brightness: 0.3, contrast: 0.3, flip: 0.5, noise: 0.1, crop: 0.2}",
                "augment.cutMix.probability=0.9",
                "augment.waveform={variants: 1, noise: 0.05, stretch: 0.2}");
        train("plain", "auto", 2);
        run("auto", 1, new SilentListener(), () -> false).train(request(augmented, "unbroken"));
        SilentListener listener = new SilentListener();
        TrainingRun stopped = run("auto", 2, listener, () -> listener.epochs == 1 && listener.batches % 4 == 2);
        assertThrows(InterruptedTrainingException.class, () -> stopped.train(request(augmented, "resumed")));
        resumeAndCompare();
        assertFalse(Arrays.equals(bytes("plain", "last.safetensors"), bytes("unbroken", "last.safetensors")));
        assertTrue(Files.size(work.resolve("unbroken").resolve("augmentation.png")) > 0);
        assertTrue(Files.readString(work.resolve("unbroken").resolve("report.html"))
                .contains("Original and augmented"));
        assertFalse(Files.exists(work.resolve("plain").resolve("augmentation.png")));
    }

    @Test
    void variantsMadeBeforeALeakySplitFallOnBothSidesAndAreCalledLeaky() throws IOException {
        Recipe leaky = recipe("split.kind=leaky", "augment.waveform={variants: 2, shift: 0.5, beforeSplit: true}");
        MetricsEvent.Test test =
                run("auto", 2, new SilentListener(), () -> false).train(request(leaky, "leaky"));
        assertTrue(test.provenance().leaky());
        SplitRecord split = RunFolder.open(work.resolve("leaky")).readSplit();
        // 18 tracks of 3 segments and 2 variants of each; an original is one of the first 3.
        assertEquals(18 * 9, test.bySegment().total() + segments(split.train()) + segments(split.validation()));
        assertTrue(
                split.test().stream().anyMatch(name -> name.matches(".*#[3-8]")),
                split.test().toString());
    }

    private static int segments(List<String> names) {
        return names.stream().mapToInt(name -> name.contains("#") ? 1 : 9).sum();
    }

    @Test
    void goesOnInTheMiddleOfAnEpochToTheSameBits() throws IOException {
        train("unbroken", "auto", 2);
        SilentListener listener = new SilentListener();
        TrainingRun stopped = run("auto", 2, listener, () -> listener.epochs == 1 && listener.batches % 4 == 2);
        InterruptedTrainingException e =
                assertThrows(InterruptedTrainingException.class, () -> stopped.train(request(recipe(), "resumed")));
        assertTrue(e.getMessage().contains("--resume"), e.getMessage());
        resumeAndCompare();
    }

    private void resumeAndCompare() throws IOException {
        run("auto", 2, new SilentListener(), () -> false).resume(work.resolve("resumed"), Optional.empty(), List.of());
        for (String file : List.of("last.safetensors", "best.safetensors", "predictions.csv")) {
            assertArrayEquals(bytes("unbroken", file), bytes("resumed", file), file);
        }
        assertEquals(losses("unbroken"), losses("resumed"));
    }

    @Test
    void aPlateauScheduleGoesOnToTheSameBits() throws IOException {
        String[] plateau = {
            "schedule={kind: plateau, patience: 1, factor: 0.5, minDelta: 10, cooldown: 2}",
            "optimizer={kind: adamW, weightDecay: 0.1}",
            "training.clipNorm=0.5",
            "loss.labelSmoothing=0.1"
        };
        run("auto", 2, new SilentListener(), () -> false).train(request(recipe(plateau), "unbroken"));
        SilentListener listener = new SilentListener();
        TrainingRun stopped = run("auto", 2, listener, () -> listener.epochs == 2);
        assertThrows(InterruptedTrainingException.class, () -> stopped.train(request(recipe(plateau), "resumed")));
        resumeAndCompare();
        assertEquals(List.of(0.001, 0.001, 5e-4, 5e-4), rates("resumed"));
    }

    /** Accuracy comes to its best early and stays there, while the loss goes on falling. */
    @Test
    void stopsByOneValueAndKeepsTheWeightsThatAreBestInAnother() throws IOException {
        String[] sets = {
            "training.epochs=6", "training.patience=2", "training.keepBy=valAccuracy", "optimizer.learningRate=0.01"
        };
        run("auto", 2, new SilentListener(), () -> false).train(request(recipe(sets), "unbroken"));
        List<MetricsEvent.Epoch> epochs = epochs("unbroken");
        Best watched = Best.none();
        Best kept = Best.none();
        for (MetricsEvent.Epoch epoch : epochs) {
            watched = watched.after(epoch.epoch(), epoch.valLoss(), TrainingSpec.Monitor.VAL_LOSS);
            kept = kept.after(epoch.epoch(), epoch.valAccuracy(), TrainingSpec.Monitor.VAL_ACCURACY);
            assertEquals(kept.epoch() == epoch.epoch(), epoch.best(), epoch.toString());
        }
        assertTrue(kept.epoch() + 2 < epochs.size(), "patience is of the loss, not of the accuracy: " + epochs);
        assertTrue(kept.epoch() < watched.epoch(), "another epoch is the best by loss: " + epochs);
        Map<String, String> words = Safetensors.read(work.resolve("unbroken").resolve("best.safetensors"))
                .metadata();
        assertEquals(Integer.toString(kept.epoch()), words.get("epoch"));

        int stopAfter = kept.epoch() + 1;
        SilentListener listener = new SilentListener();
        TrainingRun stopped = run("auto", 2, listener, () -> listener.epochs == stopAfter);
        assertThrows(InterruptedTrainingException.class, () -> stopped.train(request(recipe(sets), "resumed")));
        resumeAndCompare();
    }

    @Test
    void mixedPrecisionGoesOnToTheSameBits() throws IOException {
        String[] mixed = {"training.precision=mixed", "features.standardize=none"};
        SilentListener whole = new SilentListener();
        run("auto", 2, whole, () -> false).train(request(recipe(mixed), "unbroken"));
        assertTrue(
                whole.notes.stream().anyMatch(note -> note.contains("the update was left out")), "the scale changed");
        SilentListener listener = new SilentListener();
        TrainingRun stopped = run("auto", 2, listener, () -> listener.epochs == 2);
        assertThrows(InterruptedTrainingException.class, () -> stopped.train(request(recipe(mixed), "resumed")));
        resumeAndCompare();
        assertEquals(scaler("unbroken"), scaler("resumed"));
    }

    private List<String> scaler(String run) throws IOException {
        Map<String, String> words = Safetensors.read(work.resolve(run).resolve("state/checkpoint.safetensors"))
                .metadata();
        return List.of(words.get("lossScale"), words.get("goodSteps"));
    }

    private List<Double> rates(String run) throws IOException {
        return epochs(run).stream().map(MetricsEvent.Epoch::learningRate).toList();
    }

    private List<Double> losses(String run) throws IOException {
        return epochs(run).stream().map(MetricsEvent.Epoch::trainLoss).toList();
    }

    private List<MetricsEvent.Epoch> epochs(String run) throws IOException {
        return RunFolder.open(work.resolve(run)).metrics().read().stream()
                .filter(MetricsEvent.Epoch.class::isInstance)
                .map(MetricsEvent.Epoch.class::cast)
                .toList();
    }

    @Test
    void aFinishedRunCanBeGivenMoreEpochs() throws IOException {
        train("run", "auto", 2);
        run("auto", 2, new SilentListener(), () -> false)
                .resume(work.resolve("run"), Optional.empty(), List.of("training.epochs=6"));
        assertEquals(6, losses("run").size());
    }

    @Test
    void evaluatingAgainGivesTheSameTest() throws IOException {
        TrainingRun run = run("auto", 2, new SilentListener(), () -> false);
        MetricsEvent.Test first = run.train(request(recipe(), "run"));
        MetricsEvent.Test again = run.evaluate(work.resolve("run"), Optional.empty());
        assertEquals(first, again);
    }

    @Test
    void predictsAFileAsTheTestDid() throws IOException {
        train("run", "auto", 2);
        try (FilePredictor predictor = FilePredictor.open(work.resolve("run"), "auto", new BackendOptions(1))) {
            assertEquals(List.of("high", "low", "middle"), predictor.classes());
            FilePredictor.Verdict verdict =
                    predictor.predict(data.resolve("low").resolve("low.00003.wav"));
            double sum = verdict.probabilities().stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
            assertEquals(1, sum, 1e-5);
            assertEquals(3, verdict.segments());
        }
    }

    @Test
    void divergenceSaysWhereItBeganAndKeepsWhatWasWritten() throws IOException {
        Recipe wild = recipe("optimizer.learningRate=1e30");
        TrainingRun run = run("auto", 2, new SilentListener(), () -> false);
        DivergedException e = assertThrows(DivergedException.class, () -> run.train(request(wild, "run")));
        assertTrue(e.getMessage().matches("Training diverged in epoch 1, batch \\d+, update \\d+: .*"), e.getMessage());
        assertTrue(e.getMessage().contains("it began in layer 'conv2d2'"), e.getMessage());
        assertTrue(Files.exists(work.resolve("run").resolve("recipe.yaml")));
    }

    @Test
    void refusesToWriteIntoARunThatIsThere() throws IOException {
        train("run", "auto", 2);
        byte[] before = bytes("run", "metrics.jsonl");
        IOException e = assertThrows(IOException.class, () -> train("run", "auto", 2));
        assertTrue(e.getMessage().contains("--resume"), e.getMessage());
        assertArrayEquals(before, bytes("run", "metrics.jsonl"));
    }
}
