package org.timbrel.training.data;

import java.util.List;
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
        int[] order = inOrderOfSide();
        return new Epoch(count(), 0, i -> batch(order, i));
    }

    /** The batches of an epoch, from 1, in the order of the side, from batch {@code first} on. */
    public Epoch inOrder(int epoch, int first) {
        int[] order = inOrderOfSide();
        return new Epoch(count(), first, i -> batch(order, epoch, i));
    }

    private int[] inOrderOfSide() {
        int[] order = new int[side.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        return order;
    }

    /** All batches in the shuffled order of an epoch. */
    public Epoch shuffled(long seed, int epoch) {
        return shuffled(seed, epoch, 0);
    }

    /** The shuffled batches of an epoch from batch {@code first} on. */
    public Epoch shuffled(long seed, int epoch, int first) {
        int[] order = Philox.permutation(seed, ORDER_STREAM, epoch, side.size());
        return new Epoch(count(), first, i -> batch(order, epoch, i));
    }

    private Batch batch(int[] order, int epoch, int index) {
        Batch batch = batch(order, index);
        if (augmentation == null) {
            return batch;
        }
        SegmentRef[] segments = new SegmentRef[batch.n()];
        for (int i = 0; i < segments.length; i++) {
            segments[i] = side.get(order[index * size + i]);
        }
        return augmentation.apply(batch, segments, epoch, index);
    }

    private Batch batch(int[] order, int index) {
        int from = index * size;
        int n = Math.min(size, order.length - from);
        int segment = features.frames() * features.bins();
        float[] x = new float[Math.multiplyExact(n, segment)];
        int[] labels = new int[n];
        int[] tracks = new int[n];
        for (int i = 0; i < n; i++) {
            SegmentRef ref = side.get(order[from + i]);
            features.tracks().get(ref.track()).copySegment(ref.segment(), x, i * segment);
            labels[i] = features.label(ref.track());
            tracks[i] = ref.track();
        }
        scaler.apply(x, 0, x.length);
        return new Batch(x, n, features.frames(), features.bins(), 1, labels, tracks);
    }
}
