package org.timbrel.audio.picture;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.timbrel.audio.feature.BinMeaning;
import org.timbrel.audio.feature.Feature;
import org.timbrel.audio.feature.FeatureSettings;
import org.timbrel.audio.feature.MelScale;

/**
 * What stands along one side of a picture.
 *
 * @param label quantity and unit
 * @param ticks marks, from the beginning of the side to its end
 */
record Axis(String label, List<Tick> ticks) {
    private static final int MOST_TICKS = 11;
    private static final double[] NICE = {1, 2, 5, 10};
    private static final double NEAREST_TICKS = 0.045;

    /**
     * One mark.
     *
     * @param place from 0 (beginning) to 1 (end)
     */
    record Tick(double place, String text) {}

    /** The ticks that stand at least so far apart, from the first on. */
    List<Tick> thinned(double apart) {
        List<Tick> kept = new ArrayList<>();
        for (Tick tick : ticks) {
            if (kept.isEmpty() || tick.place() - kept.get(kept.size() - 1).place() >= apart) {
                kept.add(tick);
            }
        }
        return kept;
    }

    /** Seconds: a frame takes the width of one hop, with its time in the middle. */
    static Axis time(FeatureSettings settings, int frames) {
        double hop = (double) settings.hopLength() / settings.sampleRate();
        double first = settings.center() ? 0 : settings.nFft() / 2.0 / settings.sampleRate();
        return linear("time (s)", first - hop / 2, first + (frames - 0.5) * hop);
    }

    /** What the bins stand for, from the lowest to the highest. */
    static Axis bins(Feature feature) {
        FeatureSettings settings = feature.settings();
        double binWidth = settings.binWidth();
        if (!feature.binNames().isEmpty()) {
            return named(
                    feature.binMeaning() == BinMeaning.PITCH_CLASS ? "pitch class" : "measure", feature.binNames());
        }
        return switch (feature.binMeaning()) {
            case FREQUENCY -> linear("frequency (Hz)", -binWidth / 2, (feature.bins() - 0.5) * binWidth);
            case MEL_BAND -> mel(settings);
            case COEFFICIENT -> linear("coefficient", -0.5, feature.bins() - 0.5);
            case PITCH_CLASS -> linear("pitch class", -0.5, feature.bins() - 0.5);
            case OCTAVE_BAND -> linear("octave band", -0.5, feature.bins() - 0.5);
            case MEASURE -> linear("value of the frame", -0.5, feature.bins() - 0.5);
            case VALUE -> throw new IllegalArgumentException("a single value has no bins to mark.");
        };
    }

    /** Round numbers between two values, evenly spaced. */
    static Axis linear(String label, double from, double to) {
        return linear(label, from, to, MOST_TICKS);
    }

    /** Round numbers between two values, evenly spaced, at most {@code most} steps. */
    static Axis linear(String label, double from, double to, int most) {
        double step = niceStep((to - from) / most);
        List<Tick> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(from / step); i * step <= to; i++) {
            ticks.add(new Tick((i * step - from) / (to - from), text(i, step)));
        }
        return new Axis(label, ticks);
    }

    private static Axis named(String label, List<String> names) {
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            ticks.add(new Tick((i + 0.5) / names.size(), names.get(i)));
        }
        return new Axis(label, ticks);
    }

    /** Frequencies of 1, 2 and 5 times powers of ten. Row i of n is centred on mel i + 1 of the n + 1 steps. */
    private static Axis mel(FeatureSettings settings) {
        MelScale scale = settings.melScale();
        double low = scale.toMel(settings.fMin());
        double step = (scale.toMel(settings.maxFrequency()) - low) / (settings.nMels() + 1);
        List<Tick> ticks = new ArrayList<>();
        double last = -1;
        for (double decade = 10; decade <= settings.maxFrequency(); decade *= 10) {
            for (int i = 0; i < NICE.length - 1; i++) {
                double hz = decade * NICE[i];
                double place = ((scale.toMel(hz) - low) / step - 0.5) / settings.nMels();
                if (place >= 0 && place <= 1 && place - last >= NEAREST_TICKS) {
                    ticks.add(new Tick(place, String.valueOf((long) hz)));
                    last = place;
                }
            }
        }
        return new Axis("frequency (Hz, mel scale)", ticks);
    }

    /** The least of 1, 2, 5 times a power of ten that is not below a value. */
    private static double niceStep(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double nice : NICE) {
            if (nice * power >= least * (1 - 1e-9)) {
                return nice * power;
            }
        }
        return 10 * power;
    }

    private static String text(long count, double step) {
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        return BigDecimal.valueOf(count * step)
                .setScale(decimals, RoundingMode.HALF_EVEN)
                .toPlainString();
    }
}
