package org.timbrel.training.data;

import java.util.Arrays;
import org.timbrel.audio.feature.Frames;
import org.timbrel.audio.feature.Resize;
import org.timbrel.engine.random.Philox;
import org.timbrel.training.recipe.AugmentSpec;

/**
 * Changes one segment as a picture: flip, crop, contrast, brightness, noise, in this order. Draws are keyed by seed,
 * epoch, track and segment.
 */
final class ImageAugmentation {
    private static final int DRAW_STREAM = 0x1A6E0000;
    private static final int NOISE_STREAM = 0x1A6E0001;
    private static final int DRAWS = 6;

    private final AugmentSpec.Image spec;
    private final long seed;

    ImageAugmentation(AugmentSpec.Image spec, long seed) {
        this.spec = spec;
        this.seed = seed;
    }

    /** Changes the segment, (t, f), that begins at {@code offset}. */
    void apply(float[] x, int offset, int t, int f, int epoch, SegmentRef ref) {
        long step = step(epoch, ref);
        double[] draw = new double[DRAWS];
        Philox.uniform(seed, DRAW_STREAM, step, draw);
        Frames image = new Frames(t, f, Arrays.copyOfRange(x, offset, offset + t * f));
        if (draw[0] < spec.flip()) {
            image = flipped(image);
        }
        if (spec.crop() > 0) {
            image = cropped(image, spec.crop() * draw[1], draw[2], draw[3]);
        }
        shade(image.values(), 1 + spec.contrast() * (2 * draw[4] - 1), spec.brightness() * (2 * draw[5] - 1));
        if (spec.noise() > 0) {
            addNoise(image.values(), step);
        }
        System.arraycopy(image.values(), 0, x, offset, t * f);
    }

    private static long step(int epoch, SegmentRef ref) {
        return (long) epoch << 44 | (long) ref.track() << 20 | ref.segment();
    }

    private static Frames flipped(Frames image) {
        float[] values = new float[image.values().length];
        int bins = image.bins();
        for (int frame = 0; frame < image.frames(); frame++) {
            System.arraycopy(image.values(), frame * bins, values, (image.frames() - 1 - frame) * bins, bins);
        }
        return new Frames(image.frames(), bins, values);
    }

    /** Cuts the part {@code away} off both sides; {@code left} and {@code low} say how much of it before the rest. */
    private static Frames cropped(Frames image, double away, double left, double low) {
        int frames = Math.max(1, (int) Math.round((1 - away) * image.frames()));
        int bins = Math.max(1, (int) Math.round((1 - away) * image.bins()));
        int firstFrame = (int) (left * (image.frames() - frames + 1));
        int firstBin = (int) (low * (image.bins() - bins + 1));
        float[] values = new float[frames * bins];
        for (int frame = 0; frame < frames; frame++) {
            int from = (firstFrame + frame) * image.bins() + firstBin;
            System.arraycopy(image.values(), from, values, frame * bins, bins);
        }
        return new Resize(image.frames(), image.bins(), false).apply(new Frames(frames, bins, values));
    }

    private static void shade(float[] values, double contrast, double brightness) {
        double mean = 0;
        for (float value : values) {
            mean += value;
        }
        mean /= values.length;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + contrast * (values[i] - mean) + brightness);
        }
    }

    private void addNoise(float[] values, long step) {
        double[] noise = new double[values.length];
        Philox.normal(seed, NOISE_STREAM, step, noise);
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (spec.noise() * noise[i]);
        }
    }
}
