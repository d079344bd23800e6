package org.timbrel.training.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.training.recipe.SplitSpec;

class SplitListsTest {
    private static final FeatureSet DATA = MadeFeatures.of(2, 4, 1);

    @TempDir
    Path folder;

    private String list(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines)).toString();
    }

    private static Split split(FeatureSet data, String train, String validation, String test) {
        return Splitter.split(
                data, new SplitSpec.Files(train, validation, test, 0.5, SplitSpec.ValidationOf.TRACKS, 1));
    }

    private static List<Integer> tracks(List<SegmentRef> side) {
        return side.stream().map(SegmentRef::track).toList();
    }

    @Test
    void bothPublishedFormsAreRead() throws IOException {
        String train = list("train.txt", "class0/class0.00000.wav", "class1/class1.00002.wav", "");
        String validation =
                list("validation.txt", "# a comment", "./class0_00001.wav\tclass0", "./class1_00001.wav\t7");
        String test = list("test.txt", "class0.00003.au", "class1.00003.au");
        Split split = split(DATA, train, validation, test);
        assertEquals(List.of(0, 6), tracks(split.train()));
        assertEquals(List.of(1, 5), tracks(split.validation()));
        assertEquals(List.of(3, 7), tracks(split.test()));
        assertEquals(List.of("2 tracks of the data folder stand in no list and are left out"), split.notes());
    }

    @Test
    void withoutValidationListAShareOfTheTrainingTracksIsHeldOut() throws IOException {
        String train =
                list("train.txt", "class0.00000.wav", "class0.00001.wav", "class1.00000.wav", "class1.00001.wav");
        String test = list("test.txt", "class0.00003.wav", "class1.00003.wav", "class1.00077.wav");
        Split split = split(DATA, train, null, test);
        assertEquals(2, split.train().size());
        assertEquals(2, split.validation().size());
        assertEquals(
                "1 of the tracks that " + test + " names are not in the data folder",
                split.notes().get(0));
    }

    @Test
    void listsThatDoNotFit() throws IOException {
        String a = list("a.txt", "class0.00000.wav", "class1.00000.wav");
        String b = list("b.txt", "class0.00001.wav", "class1.00000.wav");
        String none = list("none.txt", "jazz.00000.wav");
        String zero = list("zero.txt", "class0.00002.wav", "class0.00003.wav");
        assertEquals(
                "Of the tracks that " + zero
                        + " names, the data folder has 0 of the class \"class1\", but training needs at"
                        + " least 2, one of them for validation.",
                assertThrows(DataException.class, () -> split(DATA, zero, null, a))
                        .getMessage());
        assertTrue(assertThrows(DataException.class, () -> split(DATA, zero, list("c.txt", "class1.00001.wav"), a))
                .getMessage()
                .endsWith("needs at least 1."));
        assertEquals(
                "The lists " + a + " and " + b
                        + " both name class1/class1.00000.wav; a track can stand on one side only.",
                assertThrows(DataException.class, () -> split(DATA, a, null, b)).getMessage());
        assertEquals(
                "The list " + none + " names no usable track of the data folder.",
                assertThrows(DataException.class, () -> split(DATA, a, null, none))
                        .getMessage());
        String missing = folder.resolve("missing.txt").toString();
        assertEquals(
                "The list of files " + missing + " cannot be read: there is no such file.",
                assertThrows(DataException.class, () -> split(DATA, a, null, missing))
                        .getMessage());
    }

    @Test
    void sameNameInTwoClassesNeedsItsFolder() throws IOException {
        FeatureBlock block = new FeatureBlock(1, 1, 1, FloatBuffer.allocate(1));
        List<TrackFeatures> tracks = new ArrayList<>();
        for (String name : List.of("a/01.wav", "a/02.wav", "b/01.wav", "b/02.wav")) {
            tracks.add(new TrackFeatures(new Track(name, name.startsWith("a") ? 0 : 1, Path.of(name)), block));
        }
        FeatureSet data = new FeatureSet(List.of("a", "b"), tracks, List.of(), 1, 1, 0);
        String train = list("train.txt", "a/01.wav", "b/01.wav");
        String test = list("test.txt", "a/02.wav", "b/02.wav");
        Split split = Splitter.split(data, new SplitSpec.Files(train, null, test, 0, SplitSpec.ValidationOf.TRACKS, 1));
        assertEquals(List.of(0, 2), tracks(split.train()));
        assertEquals(List.of(1, 3), tracks(split.test()));
        String bare = list("bare.txt", "02.wav");
        assertEquals(
                "The list " + bare + " names \"02.wav\", and several files of the data folder are called so; write the"
                        + " class folder before it.",
                assertThrows(DataException.class, () -> split(data, train, null, bare))
                        .getMessage());
    }

    @Test
    void publishedListsOfGtzan() {
        Path lists = Path.of("../../shared/data/gtzan-splits").toAbsolutePath().normalize();
        assumeTrue(Files.isDirectory(lists), "skipped: no published splits at " + lists);
        String[] genres = {"blues", "classical", "country", "disco", "hiphop", "jazz", "metal", "pop", "reggae", "rock"
        };
        FeatureBlock block = new FeatureBlock(1, 1, 1, FloatBuffer.allocate(1));
        List<TrackFeatures> tracks = new ArrayList<>();
        for (int label = 0; label < 10; label++) {
            for (int i = 0; i < 100; i++) {
                String name = String.format("%1$s/%1$s.%2$05d.wav", genres[label], i);
                tracks.add(new TrackFeatures(new Track(name, label, Path.of(name)), block));
            }
        }
        FeatureSet gtzan = new FeatureSet(List.of(genres), tracks, List.of(), 1, 1, 0);
        String kereliuk = lists.resolve("kereliuk").toString();
        Split filtered = split(
                gtzan,
                kereliuk + "/train_filtered.txt",
                kereliuk + "/valid_filtered.txt",
                kereliuk + "/test_filtered.txt");
        assertEquals(443, filtered.train().size());
        assertEquals(197, filtered.validation().size());
        assertEquals(290, filtered.test().size());
        String fold = lists.resolve("foleiss-3fold").toString();
        Split foleiss = split(gtzan, fold + "/f1_train.txt", null, fold + "/f1_test.txt");
        assertEquals(633, foleiss.train().size() + foleiss.validation().size());
        assertEquals(315, foleiss.test().size());
        assertTrue(
                foleiss.notes().get(0).startsWith("52 tracks"), foleiss.notes().toString());
    }
}
