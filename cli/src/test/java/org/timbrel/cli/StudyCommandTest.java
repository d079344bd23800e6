package org.timbrel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies by typed commands. */
final class StudyCommandTest {
    @TempDir
    Path work;

    private Path data;

    @BeforeEach
    void makeMusic() throws IOException {
        data = MadeMusic.folder(work.resolve("data"), 4);
    }

    @Test
    void foldsThenTheTestsOnThem() throws IOException {
        Captured said = study("crossval", "kuppusamy-lstm", "--folds", 2, "--out", work.resolve("a"), "--parallel", 2);
        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().contains("split by track, 2 folds, split seed 1"), said.out());
        assertTrue(said.out().contains("linear model on mean MFCC"), said.out());
        assertTrue(Files.readString(work.resolve("a/table.md")).contains("by track, majority of segments"));
        assertTrue(Files.size(work.resolve("a/report.html")) > 0);
        Captured again = study("crossval", "kuppusamy-lstm", "--folds", 2, "--out", work.resolve("a"));
        assertEquals(
                said.out().lines().filter(l -> l.startsWith("kuppusamy-lstm")).toList(),
                again.out().lines().filter(l -> l.startsWith("kuppusamy-lstm")).toList());

        Path b = work.resolve("b");
        assertEquals(
                0,
                study("crossval", "kuppusamy-lstm", "--folds", 2, "--out", b, "--seed", 2)
                        .code());
        Captured test = Captured.run(work, "study", "ttest", work.resolve("a"), b, "--out", work.resolve("t"));
        assertEquals(0, test.code(), test.err());
        assertTrue(test.out().contains("  12  "), test.out());
        Captured together = Captured.run(
                work,
                "study",
                "ensemble",
                work.resolve("a/parts/1-fold-1-of-2"),
                b.resolve("parts/1-fold-1-of-2"),
                "--out",
                work.resolve("e"));
        assertEquals(0, together.code(), together.err());
        assertTrue(together.out().contains("ensemble of all 2"), together.out());
        assertTrue(together.out().contains("linear model on mean MFCC"), together.out());
        assertTrue(test.out().contains("linear model on mean MFCC"), test.out());
        Captured idle = Captured.run(work, "study", "ensemble", work.resolve("a"), b, "--folds", 2, "--data", data);
        assertEquals(2, idle.code());
        assertTrue(idle.sentence().contains("leave out"), idle.err());
    }

    @Test
    void anEnsembleTrainsItsMembers() throws IOException {
        Path out = work.resolve("e");
        Captured said = study("ensemble", "kuppusamy-lstm", "--seeds", 2, "--out", out);
        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().contains("kuppusamy-lstm, run 2 (seed 2)"), said.out());
        assertTrue(said.out().contains("ensemble of all 2"), said.out());
        Captured three = study("ensemble", "kuppusamy-lstm", "--seeds", 2, "--out", out.resolve("more"), out);
        assertEquals(0, three.code(), three.err());
        assertTrue(three.out().contains("ensemble of all 4"), three.out());
        assertEquals(2, study("ensemble", "kuppusamy-lstm").code());
        Captured nothing = study("ensemble", "kuppusamy-lstm", work.resolve("none"));
        assertEquals(2, nothing.code());
        assertTrue(nothing.sentence().contains("neither a folder of runs nor a recipe"), nothing.err());
    }

    @Test
    void aGridIsTried() throws IOException {
        Path grid = Files.writeString(work.resolve("grid.yaml"), "training.batch: [4, 12]\n");
        Captured said = study("tuning", "kuppusamy-lstm", "--grid", grid, "--full", "--out", work.resolve("s"));
        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().contains("training.batch=12"), said.out());
    }

    @Test
    void chensTableIsTheGridOfHisRecipes() throws IOException {
        List<Object> words = new ArrayList<>(List.of("study", "tuning", "chen-rnn", "--epochs", 1, "--data", data));
        words.addAll(List.of("--set=data.sampleRate=8000", "--set=data.tracks=3", "--set=split.test=0.34"));
        words.addAll(List.of("--set=split.validation=0.5", "--set=features.nFft=512", "--set=features.nMels=20"));
        words.addAll(List.of("--set=model.lstm1.units=2", "--set=model.lstm2.units=2"));
        words.addAll(List.of("--out", work.resolve("chen")));
        Captured said = Captured.run(work, words.toArray());
        assertEquals(ExitCode.BAD_DATA.number(), said.code(), said.err());
        assertTrue(said.out().contains("data, first 3 tracks of each class · split by track"), said.out());
        assertTrue(said.out().contains("cell: bidirectional GRU"), said.out());
        assertTrue(said.err().contains("segment: 5 s has no figure: "), said.err());
        Captured other = Captured.run(work, "study", "tuning", "harmonynet", "--data", data);
        assertEquals(2, other.code());
        assertTrue(other.sentence().contains("write a grid"), other.err());
        assertEquals(2, study("tuning", "chen-rnn", "--full").code());
    }

    @Test
    void whatIsTypedWrongIsOneSentence() {
        assertEquals(2, Captured.run(work, "study").code());
        assertEquals(2, study("crossval", "kuppusamy-lstm", "--folds", 1).code());
        assertEquals(2, study("crossval", "kuppusamy-lstm", "--parallel", 0).code());
        assertEquals(2, study("features", "kuppusamy-lstm", "--repeats", 0).code());
        for (String seeds : List.of("0", "1,1", "a", "2000")) {
            Captured wrong = study("crossval", "kuppusamy-lstm", "--seeds", seeds);
            assertEquals(2, wrong.code());
            assertTrue(wrong.sentence().contains("--seeds takes how many"), wrong.err());
        }
        assertEquals(2, study("crossval", "kuppusamy-lstm", "kuppusamy-lstm").code());
        for (String kind : List.of("crossval", "splits")) {
            Captured dealt = study(kind, "kuppusamy-lstm", "--split", "1/5");
            assertEquals(2, dealt.code());
            assertTrue(dealt.sentence().contains("leave out --split"), dealt.err());
        }
        Captured missing = study("splits", "kuppusamy-lstm", "--fault-filtered", work.resolve("none"));
        assertEquals(3, missing.code());
        assertTrue(missing.sentence().contains("train_filtered.txt"), missing.err());
        assertEquals(3, Captured.run(work, "study", "ttest", work, work).code());
    }

    private Captured study(Object... words) {
        List<Object> all = new ArrayList<>();
        all.add("study");
        all.addAll(List.of(words));
        all.addAll(MadeMusic.SMALL);
        all.addAll(List.of("--epochs", 1, "--data", data));
        return Captured.run(work, all.toArray());
    }
}
