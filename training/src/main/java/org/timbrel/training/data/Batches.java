package org.timbrel.training.data;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.timbrel.engine.random.Philox;

/**
 * The segments of one side as batches. Each epoch has its own order, drawn from seed and epoch alone, so a run can go on
 * at any epoch and any batch with the same bits. The last batch of an epoch may be smaller.
 */
public final class Batches {
    /** Stream of the generator, apart from those of weights, dropout and splits. */
    private static final int ORDER_STREAM = 0x08DE0000;

    private final FeatureSet features;
    private final List<SegmentRef> side;
    private final StandardScaler scaler;
    private final int size;
    private final BatchAugmentation augmentation;

    /** @param size segments of a batch */
    public Batches(FeatureSet features, List<SegmentRef> side, StandardScaler scaler, int size) {
        this(features, side, scaler, size, null);
    }

    private Batches(
            FeatureSet features,
            List<SegmentRef> side,
            StandardScaler scaler,
            int size,
            BatchAugmentation augmentation) {
        this.features = features;
        this.side = List.copyOf(side);
        this.scaler = scaler;
        this.size = size;
        this.augmentation = augmentation;
    }

    /** The same batches, changed anew in each epoch. */
    public Batches augmented(BatchAugmentation by) {
        return new Batches(features, side, scaler, size, by);
    }

    /** Segments of an epoch. */
    public int segments() {
        return side.size();
    }

    /** Batches of an epoch. */
    public int count() {
        return (side.size() + size - 1) / size;
    }

    /** All batches in the order of the side, as they are. */
    public Epoch inOrder() {
        int[] order = order(OptionalLong.empty(), 0);
        return new Epoch(count(), 0, i -> batch(order, i));
    }

    /** The batches of an epoch, from 1, in the order of the side, from batch {@code first} on. */
    public Epoch inOrder(int epoch, int first) {
        int[] order = order(OptionalLong.empty(), epoch);
        return new Epoch(count(), first, i -> batch(order, epoch, i));
    }

    /** Where the segments of an epoch, from 1, stand in the side; {@code seed} empty for an epoch that is not shuffled. */
    int[] order(OptionalLong seed, int epoch) {
        return seed.isPresent()
                ? Philox.permutation(seed.getAsLong(), ORDER_STREAM, epoch, side.size())
                : IntStream.range(0, side.size()).toArray();
    }

    /** All batches in the shuffled order of an epoch. */
    public Epoch shuffled(long seed, int epoch) {
        return shuffled(seed, epoch, 0);
    }

    /** The shuffled batches of an epoch from batch {@code first} on. */
    public Epoch shuffled(long seed, int epoch, int first) {
        int[] order = order(OptionalLong.of(seed), epoch);
        return new Epoch(count(), first, i -> batch(order, epoch, i));
    }

    private Batch batch(int[] order, int epoch, int index) {
        Batch batch = batch(order, index);
        if (augmentation == null) {
            return batch;
        }
        return augmentation.apply(batch, segments(order, index), epoch, index);
    }

    /** Which segments a batch of an order holds. */
    SegmentRef[] segments(int[] order, int index) {
        return IntStream.range(index * size, Math.min((index + 1) * size, order.length))
                .mapToObj(i -> side.get(order[i]))
                .toArray(SegmentRef[]::new);
    }

    /** A batch of an order, as it is. */
    Batch batch(int[] order, int index) {
        int from = index * size;
        int n = Math.min(size, order.length - from);
        int segment = features.frames() * features.bins();
        float[] x = new float[Math.multiplyExact(n, segment)];
        int[] labels = new int[n];
        int[] tracks = new int[n];
        for (int i = 0; i < n; i++) {
            SegmentRef ref = side.get(order[from + i]);
            features.tracks().get(ref.track()).copySegment(ref.segment(), x, i * segment);
            scaler.apply(x, i * segment, segment);
            labels[i] = features.label(ref.track());
            tracks[i] = ref.track();
        }
        return new Batch(x, n, features.frames(), features.bins(), 1, labels, tracks);
    }
}
