package org.timbrel.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.timbrel.training.recipe.FeatureSpec.Standardize;

class BatchesTest {
    private static final FeatureSet FEATURES = MadeFeatures.of(3, 5, 7);
    private static final List<SegmentRef> ALL = MadeFeatures.all(FEATURES);

    private static Batches batches(int size, Standardize standardize) {
        return new Batches(FEATURES, ALL, StandardScaler.fit(FEATURES, ALL, standardize), size);
    }

    private static Batches batches(int size) {
        return batches(size, Standardize.NONE);
    }

    private static List<Batch> read(Epoch epoch) {
        List<Batch> all = new ArrayList<>();
        try (epoch) {
            epoch.forEachRemaining(all::add);
        }
        return all;
    }

    /** The first value of every segment, which names its track and segment. */
    private static List<Float> firsts(List<Batch> batches) {
        List<Float> firsts = new ArrayList<>();
        for (Batch batch : batches) {
            for (int i = 0; i < batch.n(); i++) {
                firsts.add(batch.x()[i * 6]);
            }
        }
        return firsts;
    }

    @Test
    void inOrderGivesEverySegmentWithItsLabelAndTrack() {
        List<Batch> all = read(batches(4).inOrder());
        assertEquals(27, all.size());
        assertEquals(1, all.get(26).n(), "the last batch holds what is left");
        int at = 0;
        for (Batch batch : all) {
            assertEquals(batch.n() * 6, batch.x().length);
            assertEquals(List.of(2, 3, 1), List.of(batch.t(), batch.f(), batch.c()));
            for (int i = 0; i < batch.n(); i++, at++) {
                SegmentRef ref = ALL.get(at);
                assertEquals(ref.track(), batch.trackIds()[i]);
                assertEquals(ref.track() / 5, batch.labels()[i]);
                float first = 1000 * ref.track() + 10 * ref.segment();
                for (int v = 0; v < 6; v++) {
                    assertEquals(first + v, batch.x()[i * 6 + v]);
                }
            }
        }
        assertEquals(105, at);
    }

    @Test
    void shuffledEpochIsCompleteAndOfItsOwnOrder() {
        List<Float> inOrder = firsts(read(batches(8).inOrder()));
        List<Float> first = firsts(read(batches(8).shuffled(1, 0)));
        List<Float> second = firsts(read(batches(8).shuffled(1, 1)));
        List<Float> otherSeed = firsts(read(batches(8).shuffled(2, 0)));
        assertNotEquals(inOrder, first);
        assertNotEquals(first, second);
        assertNotEquals(first, otherSeed);
        assertEquals(inOrder, first.stream().sorted().toList());
        assertEquals(first, firsts(read(batches(8).shuffled(1, 0))), "the same seed and epoch give the same order");
    }

    @Test
    void orderDoesNotDependOnTheBatchSize() {
        assertEquals(
                firsts(read(batches(8).shuffled(1, 3))), firsts(read(batches(32).shuffled(1, 3))));
    }

    @Test
    void epochGoesOnInTheMiddle() {
        List<Batch> all = read(batches(8).shuffled(1, 2));
        List<Batch> rest = read(batches(8).shuffled(1, 2, 5));
        assertEquals(all.size() - 5, rest.size());
        assertArrayEquals(all.get(5).x(), rest.get(0).x());
        assertEquals(firsts(all.subList(5, all.size())), firsts(rest));
    }

    @Test
    void valuesAreScaled() {
        double sum = 0;
        for (Batch batch : read(batches(8, Standardize.PER_BAND).inOrder())) {
            sum += IntStream.range(0, batch.x().length)
                    .mapToDouble(i -> batch.x()[i])
                    .sum();
        }
        assertEquals(0, sum, 1e-3);
    }

    @Test
    void closingEarlyEndsTheThread() throws InterruptedException {
        Epoch epoch = batches(1).inOrder();
        Thread producer = Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().equals("batches") && t.isAlive())
                .findFirst()
                .orElseThrow();
        epoch.next();
        epoch.close();
        producer.join(10_000);
        assertFalse(producer.isAlive());
        assertFalse(epoch.hasNext());
        assertThrows(NoSuchElementException.class, epoch::next);
    }

    @Test
    void waitingIsAShare() {
        Epoch epoch = batches(8).inOrder();
        assertEquals(0, epoch.waitingShare());
        read(epoch);
        double share = epoch.waitingShare();
        assertTrue(share > 0 && share <= 1, "got " + share);
        assertEquals(share, epoch.waitingShare(), "after closing, the clock stands");
    }

    @Test
    void failureReachesTheTrainer() {
        FeatureBlock broken = new FeatureBlock(2, 2, 3, FloatBuffer.allocate(6));
        FeatureSet features = new FeatureSet(
                List.of("a", "b"),
                List.of(new TrackFeatures(new Track("a/1.wav", 0, Path.of("a/1.wav")), broken)),
                List.of(),
                2,
                3,
                0);
        StandardScaler scaler = StandardScaler.fit(features, List.of(), Standardize.NONE);
        try (Epoch epoch = new Batches(features, List.of(new SegmentRef(0, 1)), scaler, 1).inOrder()) {
            assertThrows(IllegalStateException.class, epoch::next);
        }
    }
}
