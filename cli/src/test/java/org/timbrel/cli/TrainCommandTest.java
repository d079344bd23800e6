package org.timbrel.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From audio files to an answer, by typed commands. */
final class TrainCommandTest {
    @TempDir
    Path work;

    private Path data;
    private Path run;

    @BeforeEach
    void makeMusic() throws IOException {
        data = MadeMusic.folder(work.resolve("data"), 4);
        run = work.resolve("run");
    }

    @Test
    void trainsTestsAndPredicts() throws IOException {
        Captured said = train(run, "--epochs", 2);
        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().lines().anyMatch(l -> l.startsWith("epoch 2/2  loss ")), said.out());
        assertTrue(said.out().contains("mean of probabilities"), said.out());
        for (String name : List.of(
                "recipe.yaml",
                "environment.json",
                "split.json",
                "metrics.jsonl",
                "last.safetensors",
                "best.safetensors",
                "learning_curves.png",
                "confusion_matrix.png",
                "report.html",
                "predictions.csv")) {
            assertTrue(Files.size(run.resolve(name)) > 0, name);
        }

        Captured test = Captured.run(work, "evaluate", run);
        assertEquals(0, test.code(), test.err());
        String accuracy = lineOf(said, "by segment");
        assertEquals(accuracy, lineOf(test, "by segment"));

        Path song = data.resolve("low").resolve("track0.wav");
        Captured answer = Captured.run(work, "predict", run, song, "--json");
        assertEquals(0, answer.code(), answer.err());
        List<Object> answers = JSON.std.listFrom(answer.out());
        Map<?, ?> first = (Map<?, ?>) answers.get(0);
        Map<?, ?> probabilities = (Map<?, ?>) first.get("probabilities");
        double sum = probabilities.values().stream()
                .mapToDouble(p -> ((Number) p).doubleValue())
                .sum();
        assertEquals(3, probabilities.size());
        assertEquals(1, sum, 1e-5);
        assertEquals(probabilities.keySet().iterator().next(), first.get("class"));

        Captured top = Captured.run(work, "predict", run, song, "--top", 1);
        assertEquals(2, top.out().lines().count(), top.out());
        assertTrue(Captured.run(work, "inspect", run).out().contains("high, low, middle"));
    }

    @Test
    void theSameSeedGivesTheSameWeightsForAnyNumberOfThreads() throws IOException {
        assertEquals(0, train(run, "--epochs", 1, "--seed", 5, "--threads", 1).code());
        Path again = work.resolve("again");
        assertEquals(0, train(again, "--epochs", 1, "--seed", 5, "--threads", 3).code());
        assertArrayEquals(
                Files.readAllBytes(run.resolve("last.safetensors")),
                Files.readAllBytes(again.resolve("last.safetensors")));
    }

    @Test
    void resumesWithMoreEpochs() {
        assertEquals(0, train(run, "--epochs", 1).code());
        Captured said = Captured.run(work, "train", "--resume", run, "--epochs", 2);
        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().contains("epoch 2/2"), said.out());
    }

    @Test
    void trainingThatDivergesHasAnExitCodeOfItsOwn() {
        Captured said = train(run, "--epochs", 3, "--set=optimizer.learningRate=1e38");
        assertEquals(ExitCode.DIVERGED.number(), said.code(), said.out() + said.err());
        assertTrue(said.sentence().contains("diverged in epoch"), said.err());
    }

    @Test
    void anotherRunIsNeverOverwritten() throws IOException {
        assertEquals(0, train(run, "--epochs", 1).code());
        byte[] before = Files.readAllBytes(run.resolve("metrics.jsonl"));
        Captured said = train(run, "--epochs", 1);
        assertEquals(ExitCode.FAILED.number(), said.code());
        assertTrue(said.sentence().contains("holds a run already"), said.err());
        assertArrayEquals(before, Files.readAllBytes(run.resolve("metrics.jsonl")));
    }

    @Test
    void aFolderThatIsNoRunIsSaidToBeNone() {
        Captured said = Captured.run(work, "predict", data, data.resolve("low").resolve("track0.wav"));
        assertEquals(ExitCode.FAILED.number(), said.code());
        assertTrue(said.sentence().contains("is not the folder of a run"), said.err());
    }

    private Captured train(Path out, Object... options) {
        List<Object> words = new ArrayList<>(List.of("train", "kuppusamy-lstm", "--data", data, "--out", out));
        words.addAll(MadeMusic.SMALL);
        words.addAll(List.of(options));
        return Captured.run(work, words.toArray());
    }

    private static String lineOf(Captured said, String start) {
        return said.out()
                .lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow();
    }
}
