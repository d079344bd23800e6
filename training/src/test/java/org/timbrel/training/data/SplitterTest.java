package org.timbrel.training.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.Recipes;
import org.timbrel.training.recipe.SplitSpec;

class SplitterTest {
    private static final FeatureSet TEN = MadeFeatures.of(10, 10, 7);

    private static SplitSpec spec(String... sets) {
        Recipe recipe = Recipes.load("harmonynet", List.of(sets));
        return recipe.split();
    }

    private static Set<Integer> tracks(List<SegmentRef> side) {
        return new HashSet<>(Arrays.stream(Split.tracks(side)).boxed().toList());
    }

    private static boolean apart(List<SegmentRef> a, List<SegmentRef> b) {
        Set<Integer> shared = tracks(a);
        shared.retainAll(tracks(b));
        return shared.isEmpty();
    }

    private static int[] tracksPerClass(FeatureSet features, List<SegmentRef> side) {
        int[] counts = new int[features.classes().size()];
        for (int track : Split.tracks(side)) {
            counts[features.label(track)]++;
        }
        return counts;
    }

    private static void assertWhole(FeatureSet features, Split split) {
        List<SegmentRef> all = Stream.of(split.train(), split.validation(), split.test())
                .flatMap(List::stream)
                .toList();
        assertEquals(features.segments(), all.size(), "every segment stands somewhere");
        assertEquals(all.size(), new HashSet<>(all).size(), "no segment stands twice");
    }

    @Test
    void tracksAreStratifiedAndApart() {
        Split split = Splitter.split(TEN, spec());
        assertWhole(TEN, split);
        assertTrue(apart(split.train(), split.test()));
        assertTrue(apart(split.train(), split.validation()));
        assertTrue(apart(split.validation(), split.test()));
        for (int label = 0; label < 10; label++) {
            assertEquals(7, tracksPerClass(TEN, split.train())[label]);
            assertEquals(1, tracksPerClass(TEN, split.validation())[label]);
            assertEquals(2, tracksPerClass(TEN, split.test())[label]);
        }
        assertFalse(split.leaky());
    }

    @Test
    void kuppusamysSplitIsSixtyTwentyTwenty() {
        Split split =
                Splitter.split(TEN, Recipes.load("kuppusamy-lstm", List.of()).split());
        assertEquals(60, tracks(split.train()).size());
        assertEquals(20, tracks(split.validation()).size());
        assertEquals(20, tracks(split.test()).size());
    }

    @Test
    void seedDecides() {
        assertEquals(Splitter.split(TEN, spec()), Splitter.split(TEN, spec()));
        Split other = Splitter.split(TEN, spec("split.seed=2"));
        assertNotEquals(Splitter.split(TEN, spec()).test(), other.test());
    }

    @Test
    void classesAreShuffledApart() {
        Split split = Splitter.split(TEN, spec());
        Set<Set<Integer>> chosen = new HashSet<>();
        for (int label = 0; label < 10; label++) {
            Set<Integer> inClass = new HashSet<>();
            for (int track : Split.tracks(split.test())) {
                if (TEN.label(track) == label) {
                    inClass.add(track % 10);
                }
            }
            chosen.add(inClass);
        }
        assertTrue(chosen.size() > 3, "each class has an order of its own, got " + chosen);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 7, 10})
    void foldsPartitionTheTracks(int k) {
        FeatureSet features = MadeFeatures.of(3, 11, 2);
        List<Integer> tested = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (int fold = 1; fold <= k; fold++) {
            Split split = Splitter.split(features, spec("split.kind=folds", "split.k=" + k, "split.fold=" + fold));
            assertWhole(features, split);
            assertTrue(apart(split.test(), split.train()) && apart(split.test(), split.validation()));
            tested.addAll(tracks(split.test()));
            sizes.add(tracks(split.test()).size());
        }
        assertEquals(
                IntStream.range(0, 33).boxed().toList(),
                tested.stream().sorted().toList());
        int most = sizes.stream().max(Integer::compare).orElseThrow();
        int least = sizes.stream().min(Integer::compare).orElseThrow();
        assertTrue(most - least <= 1, "folds differ by a track at most: " + sizes);
    }

    @Test
    void validationOfSegmentsKeepsTestTracksApart() {
        Split split = Splitter.split(TEN, spec("split.validationOf=segments"));
        assertWhole(TEN, split);
        assertFalse(apart(split.train(), split.validation()));
        assertTrue(apart(split.train(), split.test()));
        assertTrue(apart(split.validation(), split.test()));
        assertEquals(10 * Math.round(8 * 7 * 0.1), split.validation().size());
    }

    @Test
    void leakySplitSharesTracksAndSaysSo() {
        Split split = Splitter.split(TEN, spec("split.kind=leaky"));
        assertWhole(TEN, split);
        assertFalse(apart(split.train(), split.test()));
        assertEquals(140, split.test().size());
        assertTrue(split.leaky());
        assertTrue(split.protocol().startsWith("leaky: "));
    }

    @Test
    void aSplitThatLeaksNothingIsNotCalledLeaky() {
        assertEquals(
                "A leaky split leaks nothing here: every track has one segment; take split.kind tracks, or shorter"
                        + " segments.",
                assertThrows(
                                DataException.class,
                                () -> Splitter.split(MadeFeatures.of(2, 9, 1), spec("split.kind=leaky")))
                        .getMessage());
    }

    @Test
    void withoutValidationNothingIsHeldOut() {
        Split split = Splitter.split(TEN, new SplitSpec.Tracks(0.2, 0, SplitSpec.ValidationOf.TRACKS, 1));
        assertTrue(split.validation().isEmpty());
        assertEquals(80, tracks(split.train()).size());
    }

    @Test
    void tooFewTracks() {
        FeatureSet two = MadeFeatures.of(2, 2, 3);
        assertEquals(
                "The class \"class0\" has 2 usable tracks, but \"split by track, 20% test, split seed 1\" needs at least 3 of"
                        + " each class; add files, or name the other classes in data.classes.",
                assertThrows(DataException.class, () -> Splitter.split(two, spec()))
                        .getMessage());
        assertEquals(
                "The class \"class0\" has 2 usable tracks, but \"split by track, fold 1 of 5, split seed 1\" needs at least 5"
                        + " of each class; add files, or name the other classes in data.classes.",
                assertThrows(DataException.class, () -> Splitter.split(two, spec("split.kind=folds", "split.k=5")))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"split.seed=3", "split.validationOf=segments", "split.kind=leaky"})
    void namesGiveTheSidesBack(String set) {
        Split split = Splitter.split(TEN, spec(set));
        for (List<SegmentRef> side : List.of(split.train(), split.validation(), split.test())) {
            assertEquals(side, Split.side(TEN, Split.names(TEN, side)));
        }
    }

    @Test
    void namesOfWholeTracksAreFiles() {
        Split split = Splitter.split(TEN, spec());
        assertEquals(20, Split.names(TEN, split.test()).size());
        assertTrue(Split.names(TEN, split.test()).get(0).startsWith("class0/class0.0000"));
    }

    @Test
    void namesThatTheDataDoNotHave() {
        assertEquals(
                "The split names gone.wav, but the data folder has no such file that can be used; give the folder that"
                        + " the run was trained on.",
                assertThrows(DataException.class, () -> Split.side(TEN, List.of("gone.wav")))
                        .getMessage());
        String beyond = "class0/class0.00000.wav#7";
        assertEquals(
                "The split names " + beyond + ", but that file has 7 segments.",
                assertThrows(DataException.class, () -> Split.side(TEN, List.of(beyond)))
                        .getMessage());
    }
}
