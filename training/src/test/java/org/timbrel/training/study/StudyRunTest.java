package org.timbrel.training.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.training.data.DataException;
import org.timbrel.training.recipe.RecipeException;

/** Studies of a small CNN-LSTM on made tones: 3 classes of 6 tracks, 3 segments each. */
final class StudyRunTest {
    @TempDir
    Path work;

    private MadeStudy made;
    private RecipeSource source;

    @BeforeEach
    void makeData() throws IOException {
        made = MadeStudy.in(work);
        source = made.source("small");
    }

    @Test
    void aStudyThatWasStoppedEndsWithTheSameBits() throws IOException {
        Study study = folds(3).study();
        List<PartResult> whole = made.run(study, "whole", 2, () -> false);
        AtomicInteger asked = new AtomicInteger();
        InterruptedStudyException stopped = assertThrows(
                InterruptedStudyException.class, () -> made.run(study, "again", 1, () -> asked.incrementAndGet() > 12));
        assertTrue(stopped.getMessage().contains("of 3 parts finished"), stopped.getMessage());
        List<PartResult> again = made.run(study, "again", 1, () -> false);
        for (int i = 0; i < 3; i++) {
            assertEquals(whole.get(i).test(), again.get(i).test());
            assertArrayEquals(weights(whole.get(i)), weights(again.get(i)));
        }
    }

    @Test
    void whatIsFinishedIsNotTrainedAgain() throws IOException {
        Study study = CrossValidation.splits(List.of(source), 2, Seeds.OWN).study();
        byte[] before =
                MadeStudy.metrics(made.run(study, "study", 2, () -> false).get(1));
        assertArrayEquals(
                before,
                MadeStudy.metrics(made.run(study, "study", 1, () -> true).get(1)));
        Study other = folds(2).study();
        Files.move(work.resolve("study/parts/1-split-1"), work.resolve("study/parts/1-fold-1-of-2"));
        IOException e = assertThrows(IOException.class, () -> made.run(other, "study", 1, () -> false));
        assertTrue(e.getMessage().contains("another study"), e.getMessage());
    }

    @Test
    void aFolderOfSomethingElseIsRefused() throws IOException {
        Study study = folds(2).study();
        Path part = Files.createDirectories(work.resolve("study/parts/03-training.batch-4"));
        IOException e = assertThrows(IOException.class, () -> made.run(study, "study", 1, () -> false));
        assertTrue(e.getMessage().contains("holds another study: its part 03-training.batch-4"), e.getMessage());
        Files.writeString(part.resolve("recipe.yaml"), "");
        e = assertThrows(IOException.class, () -> made.run(study, "study/parts/03-training.batch-4", 1, () -> false));
        assertTrue(e.getMessage().contains("holds a single run"), e.getMessage());
    }

    @Test
    void leavesTablesPictureAndReport() throws IOException {
        CrossValidation kind = folds(3);
        List<PartResult> results = made.run(kind.study(), "study", 2, () -> false);
        Path folder = work.resolve("study");
        new StudyReport(folder, kind.study().title(), kind.study().words(), List.of("study", "crossval"))
                .write(kind, results);
        for (String name : List.of("table.csv", "table.md", "runs.csv", "accuracy.png", "report.html")) {
            assertTrue(Files.size(folder.resolve(name)) > 0, name);
        }
        String html = Files.readString(folder.resolve("report.html"));
        assertTrue(html.contains("parts/1-fold-1-of-3/report.html"), html);
        assertTrue(html.contains("<td>linear model on mean MFCC, by track</td>"), html);
        assertEquals(4, Files.readAllLines(folder.resolve("runs.csv")).size());
    }

    @Test
    void theLeakyLineSaysSoAndABadSplitLeavesItsReason() throws IOException {
        Path lists = Files.createDirectories(work.resolve("lists"));
        Files.writeString(lists.resolve("train_filtered.txt"), "high/high.00000.wav\n");
        Files.writeString(lists.resolve("valid_filtered.txt"), "high/high.00001.wav\n");
        Files.writeString(lists.resolve("test_filtered.txt"), "high/nobody.wav\n");
        Study study = SplitProtocols.of(source, Optional.of(lists), Optional.empty());
        List<PartResult> results = made.run(study, "study", 2, () -> false);
        StudyTable summary = new AccuracyTable(study, results).summary();
        assertTrue(summary.rows().get(0).get(6).contains("LEAKY"), summary.markdown());
        assertTrue(summary.rows().get(2).get(6).contains("names no usable track"), summary.markdown());
        assertEquals(
                "2",
                String.valueOf(
                        results.stream().filter(r -> r.test().isPresent()).count()));
    }

    @Test
    void aMissingListIsRefusedAtOnce() {
        DataException e =
                assertThrows(DataException.class, () -> SplitProtocols.of(source, Optional.empty(), Optional.of(work)));
        assertTrue(e.getMessage().contains("f1_train.txt"), e.getMessage());
    }

    @Test
    void theAblationLeavesOutTheLstm() throws IOException {
        Study study = new Ablation(source, 0).study();
        assertEquals(4, study.parts().size());
        Study twice = new Ablation(source, 2).study();
        assertEquals(8, twice.parts().size());
        assertEquals("no overlap, split 2", twice.parts().get(7).label());
        assertEquals(2, twice.parts().get(7).recipe().split().seed());
        assertTrue(study.parts().get(1).recipe().model().stream()
                .noneMatch(layer -> layer.type().word().equals("lstm")));
        Study short1 = new Study("one", List.of(), study.parts().subList(1, 2), study.published());
        PartResult result = made.run(short1, "study", 1, () -> false).get(0);
        assertTrue(result.test().isPresent());
        assertEquals(
                "about 90",
                new AccuracyTable(short1, List.of(result))
                        .summary()
                        .rows()
                        .get(0)
                        .get(7));
        assertThrows(
                RecipeException.class,
                () -> new Ablation(new RecipeSource("kuppusamy-lstm", List.of(), List.of()), 0).study());
    }

    @Test
    void aTableIsWrittenAsCsvAndMarkdown() {
        StudyTable table = new StudyTable("One.", List.of("a", "b"), List.of(List.of("x, y", "1|2")));
        assertEquals("a,b\r\n\"x, y\",1|2\r\n", table.csv());
        assertEquals("One.\n\n| a | b |\n|---|---|\n| x, y | 1\\|2 |\n", table.markdown());
        assertThrows(
                IllegalArgumentException.class, () -> new StudyTable("One.", List.of("a"), List.of(List.of("1", "2"))));
        Part part = new Part("r", "same", source.recipe());
        assertThrows(IllegalArgumentException.class, () -> new Study("two", List.of(), List.of(part, part), Map.of()));
    }

    private CrossValidation folds(int k) {
        return CrossValidation.folds(List.of(source), k, Seeds.OWN);
    }

    private static byte[] weights(PartResult result) throws IOException {
        return Files.readAllBytes(result.folder().resolve("last.safetensors"));
    }
}
