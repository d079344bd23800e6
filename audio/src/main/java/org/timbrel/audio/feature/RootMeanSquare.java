package org.timbrel.audio.feature;

/** Root of the mean square of each frame's {@code nFft} samples, without a window: {@code librosa.feature.rms}. */
public final class RootMeanSquare implements ScalarFeature {
    private final FeatureSettings settings;

    /** With frames of the settings' {@code nFft} samples, and zeros beyond both ends if centred. */
    public RootMeanSquare(FeatureSettings settings) {
        this.settings = settings;
    }

    @Override
    public FeatureSettings settings() {
        return settings;
    }

    @Override
    public String unit() {
        return "amplitude";
    }

    @Override
    public Frames compute(float[] samples) {
        float[] values = new float[settings.frames(samples.length)];
        for (int frame = 0; frame < values.length; frame++) {
            int start = settings.start(frame);
            int end = Math.min(samples.length, start + settings.nFft());
            double sum = 0;
            for (int i = Math.max(0, start); i < end; i++) {
                sum += (double) samples[i] * samples[i];
            }
            values[frame] = (float) Math.sqrt(sum / settings.nFft());
        }
        return new Frames(values.length, 1, values);
    }
}
