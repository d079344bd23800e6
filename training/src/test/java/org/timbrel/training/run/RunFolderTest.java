package org.timbrel.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.training.metrics.ClassificationResult;
import org.timbrel.training.metrics.Prediction;

class RunFolderTest {
    @TempDir
    Path temp;

    @Test
    void everythingWrittenComesBack() throws IOException {
        RunFolder folder = RunFolder.create(temp.resolve("runs/a"));
        Environment environment = Environment.current("0.1.0", "vector", "256-bit SIMD", 2, List.of("train", "x y"));
        SplitRecord split = new SplitRecord(
                new Provenance("my music", "split by track", true, 7),
                List.of("a/é.wav", "b/2.wav"),
                List.of(),
                List.of("a/3.wav"));
        folder.writeRecipe("seed: 7\n");
        folder.writeEnvironment(environment);
        folder.writeSplit(split);

        RunFolder again = RunFolder.open(folder.path());
        assertEquals("seed: 7\n", again.readRecipe());
        assertEquals(environment, again.readEnvironment());
        assertEquals(split, again.readSplit());
        assertEquals(Optional.empty(), again.readPredictions());
        assertTrue(Files.isDirectory(again.state()));
    }

    @Test
    void theHashOfASideIsTheOneOfItsLines() {
        // printf 'a\nb\n' | sha256sum
        assertEquals(
                "911169ddaaf146aff539f58c26c489af3b892dff0fe283c1c264c65ae5aa59a2",
                SplitRecord.hash(List.of("a", "b")));
    }

    @Test
    void aChangedSplitIsNoticed() throws IOException {
        RunFolder folder = RunFolder.create(temp.resolve("run"));
        folder.writeSplit(
                new SplitRecord(new Provenance("d", "p", false, 0), List.of("one.wav"), List.of(), List.of("two.wav")));
        Path file = folder.path().resolve("split.json");
        Files.writeString(file, Files.readString(file).replace("two.wav", "one.wav"));
        IOException e = assertThrows(IOException.class, folder::readSplit);
        assertEquals(
                "Could not read " + file + ": the hash of side \"test\" does not fit its files: the list was changed.",
                e.getMessage());
    }

    @Test
    void predictionsComeBackWhateverTheNames() throws IOException {
        RunFolder folder = RunFolder.create(temp.resolve("run"));
        String awkward = "drum, \"bass\"\nand more";
        folder.writePredictions(ClassificationResult.of(
                List.of(awkward, "jazz"), List.of("a,b.wav", "a,b.wav", "c.wav"), new int[] {0, 0, 1}, new float[] {
                    0.25f, 0.75f, 1f, 0f, 0.5f, 0.5f
                }));
        ClassificationResult tracks = folder.readPredictions().orElseThrow();
        assertEquals(List.of(awkward, "jazz"), tracks.classNames());
        assertEquals(
                List.of(
                        new Prediction("a,b.wav", 0, 0, List.of(0.625, 0.375)),
                        new Prediction("c.wav", 1, 0, List.of(0.5, 0.5))),
                tracks.predictions());
        assertTrue(Files.readString(folder.predictions()).startsWith("track,truth,predicted,majority,segments,"));
    }

    @Test
    void aFolderThatHoldsARunIsNotTakenForANewOne() throws IOException {
        Path path = temp.resolve("run");
        RunFolder.create(path);
        RunFolder.create(path).writeRecipe("seed: 1\n");
        IOException e = assertThrows(IOException.class, () -> RunFolder.create(path));
        assertEquals(
                path + " holds a run already; go on with it by --resume, or choose another folder with --out.",
                e.getMessage());
    }

    @Test
    void aFolderWithoutARunIsNotOpened() throws IOException {
        IOException e = assertThrows(IOException.class, () -> RunFolder.open(temp));
        assertTrue(
                e.getMessage().startsWith(temp + " is not the folder of a run: it has no recipe.yaml."),
                e.getMessage());
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        IOException e = assertThrows(IOException.class, () -> RunFolder.create(file.resolve("run")));
        assertEquals(
                "Could not write " + file.resolve("run") + ": a file stands where a folder is needed.", e.getMessage());
    }
}
