package org.timbrel.audio.feature;

import java.util.Arrays;

/**
 * How far a sound's pitches lie from A440, as {@code librosa.estimate_tuning} finds it from a power spectrogram: local
 * maxima from 150 to 4000 Hz above a tenth of their frame's largest value, placed by a parabola through three bins
 * ({@code librosa.piptrack}); of those at or above the median height, the fullest of 100 equal cells of the deviation.
 */
final class Tuning {
    private static final double LOWEST = 150;
    private static final double HIGHEST = 4000;
    private static final double THRESHOLD = 0.1;
    private static final int CELLS = 100;
    private static final double RESOLUTION = 0.01;
    private static final double A0 = 440.0 / 16;

    private final int classes;
    private final double binWidth;
    private double[] hertz = new double[1024];
    private double[] heights = new double[1024];
    private int count;

    private Tuning(FeatureSettings settings, int classes) {
        this.classes = classes;
        // librosa takes the length of the transform from the number of bins, as if it were even.
        this.binWidth = settings.sampleRate() / (2.0 * (settings.fftBins() - 1));
    }

    /**
     * The deviation, in parts of a class's width, from -0.5 to 0.5; 0 if there is no pitch.
     *
     * @param power spectrogram, {@code (frames, settings.fftBins())}
     */
    static double estimate(FeatureSettings settings, Frames power, int classes) {
        Tuning tuning = new Tuning(settings, classes);
        for (int frame = 0; frame < power.frames(); frame++) {
            tuning.findPeaks(power, frame);
        }
        return tuning.fullestCell();
    }

    private void findPeaks(Frames power, int frame) {
        double largest = 0;
        for (int bin = 0; bin < power.bins(); bin++) {
            largest = Math.max(largest, power.get(frame, bin));
        }
        for (int bin = 1; bin < power.bins() - 1; bin++) {
            double value = power.get(frame, bin);
            double frequency = bin * binWidth;
            if (value > THRESHOLD * largest && frequency >= LOWEST && frequency < HIGHEST) {
                double before = power.get(frame, bin - 1);
                double after = power.get(frame, bin + 1);
                if (value > kept(before, largest) && value >= kept(after, largest)) {
                    add(bin, before, value, after);
                }
            }
        }
    }

    /** Values that don't pass the threshold count as 0. */
    private static double kept(double value, double largest) {
        return value > THRESHOLD * largest ? value : 0;
    }

    private void add(int bin, double before, double value, double after) {
        double bend = after + before - 2 * value;
        double slope = (after - before) / 2;
        double shift = Math.abs(slope) >= Math.abs(bend) ? 0 : -slope / bend;
        if (count == hertz.length) {
            hertz = Arrays.copyOf(hertz, 2 * count);
            heights = Arrays.copyOf(heights, 2 * count);
        }
        hertz[count] = (bin + shift) * binWidth;
        heights[count] = value + 0.5 * slope * shift;
        count++;
    }

    private double fullestCell() {
        if (count == 0) {
            return 0;
        }
        double[] sorted = Arrays.copyOf(heights, count);
        Arrays.sort(sorted);
        double median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
        int[] cells = new int[CELLS];
        for (int i = 0; i < count; i++) {
            if (heights[i] >= median) {
                double place = classes * Math.log(hertz[i] / A0) / Math.log(2);
                double deviation = place - Math.floor(place);
                deviation -= deviation >= 0.5 ? 1 : 0;
                cells[Math.min(CELLS - 1, (int) ((deviation + 0.5) / RESOLUTION))]++;
            }
        }
        int fullest = 0;
        for (int cell = 1; cell < CELLS; cell++) {
            fullest = cells[cell] > cells[fullest] ? cell : fullest;
        }
        return fullest * RESOLUTION - 0.5;
    }
}
