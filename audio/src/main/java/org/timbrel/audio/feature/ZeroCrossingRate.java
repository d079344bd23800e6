package org.timbrel.audio.feature;

/**
 * Changes of sign in each frame of {@code nFft} samples, divided by {@code nFft}:
 * {@code librosa.feature.zero_crossing_rate}. Values of at most 1e-10 count as 0, and 0 as positive; centred frames go on
 * beyond both ends with the first and the last sample.
 */
public final class ZeroCrossingRate implements ScalarFeature {
    private static final double SILENT = 1e-10;

    private final FeatureSettings settings;

    /** With frames of the settings' {@code nFft} samples. */
    public ZeroCrossingRate(FeatureSettings settings) {
        this.settings = settings;
    }

    @Override
    public FeatureSettings settings() {
        return settings;
    }

    @Override
    public String unit() {
        return "crossings a sample";
    }

    @Override
    public Frames compute(float[] samples) {
        float[] values = new float[settings.frames(samples.length)];
        for (int frame = 0; frame < values.length; frame++) {
            int start = settings.start(frame);
            int end = Math.min(samples.length, start + settings.nFft());
            int crossings = 0;
            for (int i = Math.max(0, start) + 1; i < end; i++) {
                crossings += negative(samples[i]) != negative(samples[i - 1]) ? 1 : 0;
            }
            values[frame] = (float) crossings / settings.nFft();
        }
        return new Frames(values.length, 1, values);
    }

    private static boolean negative(float sample) {
        return sample < -SILENT;
    }
}
