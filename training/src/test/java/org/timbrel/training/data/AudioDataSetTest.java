package org.timbrel.training.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.training.recipe.DataSpec;

class AudioDataSetTest {
    @TempDir
    Path folder;

    private static DataSpec data(List<String> classes) {
        return new DataSpec(null, MadeAudio.RATE, 0, null, null, classes);
    }

    private String error(Path root, List<String> classes) {
        return assertThrows(DataException.class, () -> AudioDataSet.scan(root, data(classes)))
                .getMessage();
    }

    private static List<String> names(AudioDataSet set) {
        return set.tracks().stream().map(Track::name).toList();
    }

    @Test
    void classesAndTracksAreSorted() {
        for (String name : List.of("rock/b.wav", "jazz/z.WAV", "jazz/a.wav", "jazz/live/c.wav", "rock/a.au")) {
            MadeAudio.write(folder.resolve(name), new byte[0]);
        }
        AudioDataSet set = AudioDataSet.scan(folder, data(null));
        assertEquals(List.of("jazz", "rock"), set.classes());
        assertEquals(List.of("jazz/a.wav", "jazz/live/c.wav", "jazz/z.WAV", "rock/a.au", "rock/b.wav"), names(set));
        assertEquals(
                List.of(0, 0, 0, 1, 1), set.tracks().stream().map(Track::label).toList());
    }

    @Test
    void genresOriginalInsideIsFound() {
        MadeAudio.folder(folder.resolve("genres_original"), 1, "jazz", "rock");
        MadeAudio.write(folder.resolve("images/one.wav"), new byte[0]);
        AudioDataSet set = AudioDataSet.scan(folder, data(null));
        assertEquals(List.of("jazz/jazz.00000.wav", "rock/rock.00000.wav"), names(set));
    }

    @Test
    void foldersWithoutAudioAreReportedAndHiddenOnesSkipped() {
        MadeAudio.folder(folder, 1, "jazz", "rock");
        MadeAudio.write(folder.resolve("notes/readme.txt"), new byte[0]);
        MadeAudio.write(folder.resolve(".git/a.wav"), new byte[0]);
        MadeAudio.write(folder.resolve("jazz/._hidden.wav"), new byte[0]);
        AudioDataSet set = AudioDataSet.scan(folder, data(null));
        assertEquals(List.of("jazz", "rock"), set.classes());
        assertEquals(List.of(new LeftOut("notes/", "it has no audio file")), set.leftOut());
        assertEquals(2, set.tracks().size());
    }

    @Test
    void namedClassesGiveLabelsInTheirOrder() {
        MadeAudio.folder(folder, 1, "blues", "jazz", "rock");
        AudioDataSet set = AudioDataSet.scan(folder, data(List.of("rock", "blues")));
        assertEquals(List.of("rock/rock.00000.wav", "blues/blues.00000.wav"), names(set));
        assertEquals(
                "data.classes names \"jaz\", but " + folder
                        + " has no such folder with audio files; it has blues, jazz, rock.",
                error(folder, List.of("rock", "jaz")));
    }

    @Test
    void missingFolder() {
        Path missing = folder.resolve("none");
        assertEquals("There is no data folder " + missing + ".", error(missing, null));
    }

    @Test
    void fileInsteadOfFolder() {
        Path file = MadeAudio.write(folder.resolve("a.wav"), new byte[0]);
        assertEquals(
                "The data folder " + file + " is a file; give the folder that has a folder a class.",
                error(file, null));
    }

    @Test
    void emptyFolder() throws IOException {
        Files.createDirectories(folder.resolve("jazz"));
        String message = error(folder, null);
        assertEquals(
                "The data folder " + folder + " has no class folders with audio files (",
                message.substring(0, message.indexOf('(') + 1));
    }

    @Test
    void oneClass() {
        MadeAudio.folder(folder, 2, "jazz");
        String message = error(folder, null);
        assertEquals(
                "The data folder " + folder + " has only one class, \"jazz\"; a classifier needs at least two folders",
                message.substring(0, message.indexOf(" with audio")));
    }
}
