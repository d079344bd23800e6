package org.timbrel.benchmarks;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.timbrel.benchmarks.kernels.Inputs;
import org.timbrel.training.data.Batch;
import org.timbrel.training.data.Batches;
import org.timbrel.training.data.Epoch;
import org.timbrel.training.data.FeatureBlock;
import org.timbrel.training.data.FeatureCache;
import org.timbrel.training.data.FeatureSet;
import org.timbrel.training.data.SegmentRef;
import org.timbrel.training.data.StandardScaler;
import org.timbrel.training.data.Track;
import org.timbrel.training.data.TrackFeatures;
import org.timbrel.training.recipe.FeatureSpec.Standardize;

/**
 * Training data that are mapped from the cache: shuffled batches as a trainer gets them, scaled, beside a plain copy of the
 * same segments from the same map, which is the bound.
 */
final class CachedFeatures {
    private static final int TRACKS = 100;
    private static final int SEGMENTS = 10; // of 3 s, as a track of 30 s has them
    private static final int FRAMES = 130;
    private static final int BINS = 128;
    private static final int BATCH = 32;
    private static final int WARM_UP_EPOCHS = 20;

    /**
     * What was measured.
     *
     * @param name in the table
     * @param seconds of a batch, of each epoch
     */
    record Timing(String name, List<Double> seconds) {
        private Timing(String name) {
            this(name, new ArrayList<>());
        }

        double milliseconds() {
            return 1000 * FeatureContender.median(seconds);
        }

        /** Bytes of the batch a nanosecond, counted once. */
        double gigabytesASecond() {
            return (double) BATCH * FRAMES * BINS * Float.BYTES / FeatureContender.median(seconds) / 1e9;
        }
    }

    private final FeatureSet features;
    private final List<SegmentRef> segments = new ArrayList<>();
    private final Batches batches;
    private final float[] copied = new float[BATCH * FRAMES * BINS];

    private CachedFeatures(FeatureSet features) {
        this.features = features;
        for (int track = 0; track < TRACKS; track++) {
            for (int segment = 0; segment < SEGMENTS; segment++) {
                segments.add(new SegmentRef(track, segment));
            }
        }
        StandardScaler scaler = StandardScaler.fit(features, segments, Standardize.PER_BAND);
        this.batches = new Batches(features, segments, scaler, BATCH);
    }

    /** Noise, written to a cache in a folder and mapped from there. */
    static CachedFeatures in(Path folder) throws IOException {
        FeatureCache cache = new FeatureCache(folder);
        List<TrackFeatures> tracks = new ArrayList<>();
        for (int track = 0; track < TRACKS; track++) {
            float[] noise = Inputs.uniform(SEGMENTS * FRAMES * BINS, track);
            Path place = folder.resolve(track + ".f32");
            cache.store(place, new FeatureBlock(SEGMENTS, FRAMES, BINS, FloatBuffer.wrap(noise)));
            FeatureBlock mapped = cache.load(place, FRAMES, BINS)
                    .orElseThrow(() -> new IOException(place + " was written and can't be read"));
            tracks.add(new TrackFeatures(new Track(track + ".wav", 0, place), mapped));
        }
        return new CachedFeatures(new FeatureSet(List.of("noise"), tracks, List.of(), FRAMES, BINS, TRACKS));
    }

    /** Epochs of batches and of copies, in turns. */
    List<Timing> measure(int epochs) {
        Timing made = new Timing("batches of " + BATCH + " from the cache, scaled");
        Timing plain = new Timing("plain copy of the same segments");
        for (int epoch = -WARM_UP_EPOCHS; epoch < epochs; epoch++) {
            double making = makeBatches(epoch + WARM_UP_EPOCHS + 1);
            double copying = copy(epoch + WARM_UP_EPOCHS + 1);
            if (epoch >= 0) {
                made.seconds().add(making);
                plain.seconds().add(copying);
            }
        }
        return List.of(made, plain);
    }

    private double makeBatches(int number) {
        long begun = System.nanoTime();
        int taken = 0;
        try (Epoch epoch = batches.shuffled(1, number)) {
            while (epoch.hasNext()) {
                Batch batch = epoch.next();
                taken += batch.n();
            }
        }
        return seconds(begun, taken);
    }

    /** Copies segments in an order as shuffled as that of the batches, but drawn before the clock starts. */
    private double copy(int number) {
        int[] order = IntStream.range(0, segments.size())
                .map(i -> (int) ((i * 7919L + number) % segments.size()))
                .toArray();
        int size = FRAMES * BINS;
        long begun = System.nanoTime();
        for (int i = 0; i < order.length; i++) {
            SegmentRef ref = segments.get(order[i]);
            features.tracks().get(ref.track()).copySegment(ref.segment(), copied, i % BATCH * size);
        }
        return seconds(begun, order.length);
    }

    private static double seconds(long begun, int segments) {
        return (System.nanoTime() - begun) / 1e9 * BATCH / segments;
    }
}
