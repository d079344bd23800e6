package org.timbrel.audio.feature;

import java.util.List;

/**
 * Statistics of the magnitudes of each frame's spectrum, over the frequency bins: the mean, the standard deviation, the
 * skewness and the kurtosis, in this order. As {@code numpy.mean}, {@code numpy.std}, {@code scipy.stats.skew} and
 * {@code scipy.stats.kurtosis} with their defaults: the moments are the population's and a normal distribution's kurtosis
 * is 0. Where all bins are alike, as in silence, skewness and kurtosis are 0 (scipy: NaN). The magnitude is taken as it
 * is, whatever the settings' power.
 */
public final class AmplitudeStatistics implements Feature {
    private static final int COUNT = 4;

    /** Part of the mean at which a deviation is rounding. */
    private static final double ALIKE = 1e-12;

    private final Stft stft;

    /** With the settings' transform. */
    public AmplitudeStatistics(FeatureSettings settings) {
        stft = new Stft(settings.withPower(1));
    }

    @Override
    public FeatureSettings settings() {
        return stft.settings();
    }

    @Override
    public int bins() {
        return COUNT;
    }

    @Override
    public BinMeaning binMeaning() {
        return BinMeaning.MEASURE;
    }

    @Override
    public List<String> binNames() {
        return List.of("mean", "deviation", "skewness", "kurtosis");
    }

    @Override
    public String unit() {
        return "";
    }

    @Override
    public Frames compute(float[] samples) {
        int frames = settings().frames(samples.length);
        double[] values = new double[frames * COUNT];
        stft.forEachRow(samples, (frame, magnitude) -> summarize(magnitude, values, frame * COUNT));
        return Frames.of(frames, COUNT, values);
    }

    private static void summarize(double[] magnitude, double[] to, int at) {
        double mean = 0;
        for (double value : magnitude) {
            mean += value / magnitude.length;
        }
        double second = 0;
        double third = 0;
        double fourth = 0;
        for (double value : magnitude) {
            double square = (value - mean) * (value - mean);
            second += square / magnitude.length;
            third += square * (value - mean) / magnitude.length;
            fourth += square * square / magnitude.length;
        }
        double deviation = Math.sqrt(second);
        boolean alike = deviation <= ALIKE * mean || second * second < Double.MIN_NORMAL;
        to[at] = mean;
        to[at + 1] = deviation;
        to[at + 2] = alike ? 0 : third / (second * deviation);
        to[at + 3] = alike ? 0 : fourth / (second * second) - 3;
    }
}
