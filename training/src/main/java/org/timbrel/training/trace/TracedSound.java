package org.timbrel.training.trace;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.timbrel.audio.decode.AudioFile;
import org.timbrel.audio.decode.UnreadableAudioException;
import org.timbrel.audio.feature.ComplexFrames;
import org.timbrel.audio.feature.Decibels;
import org.timbrel.audio.feature.FeatureSettings;
import org.timbrel.audio.feature.Frames;
import org.timbrel.audio.feature.MelFilterBank;
import org.timbrel.audio.feature.MelSpectrogram;
import org.timbrel.audio.feature.Stft;
import org.timbrel.audio.feature.Window;
import org.timbrel.audio.resample.Resampler;
import org.timbrel.training.data.FeatureBlock;
import org.timbrel.training.data.FeatureExtractor;
import org.timbrel.training.data.FeatureSet;
import org.timbrel.training.data.SegmentRef;
import org.timbrel.training.data.StandardScaler;
import org.timbrel.training.data.Track;
import org.timbrel.training.data.TrackFeatures;
import org.timbrel.training.data.UnusableFileException;
import org.timbrel.training.recipe.Recipe;

/** From the samples of a file's first segment to one standardised number of its log-mel spectrogram, step by step. */
public final class TracedSound {
    private static final int SAMPLES_SHOWN = 8;

    private final FeatureSettings settings;
    private final float[] samples;
    private final Frames decibels; // (T,F)
    private final Frames scaled; // (T,F)
    private final double mean;
    private final double deviation;
    private final int frame;
    private final int band;

    /**
     * Reads the first segment of a file.
     *
     * @param frame the one to follow
     * @param band the one to follow
     * @throws IllegalArgumentException if the segment has no such frame or band
     */
    public TracedSound(Path file, Recipe recipe, int frame, int band)
            throws UnreadableAudioException, UnusableFileException {
        FeatureExtractor extractor = new FeatureExtractor(recipe.data(), recipe.features());
        this.frame = within("--frame", frame, extractor.frames());
        this.band = within("--band", band, extractor.bins());
        this.settings = extractor.feature().settings();
        FeatureBlock block = extractor.extract(file);
        float[] values = new float[block.segmentSize()];
        block.copySegment(0, values, 0);
        this.decibels = new Frames(block.frames(), block.bins(), values.clone());
        StandardScaler scaler = scaler(file, block, recipe);
        scaler.apply(values, 0, values.length);
        this.scaled = new Frames(block.frames(), block.bins(), values);
        this.mean = figure(scaler, "means", band);
        this.deviation = figure(scaler, "deviations", band);
        int rate = recipe.data().sampleRate();
        this.samples = Arrays.copyOf(
                Resampler.resample(AudioFile.read(file), rate).samples(),
                recipe.features().segmentSamples(rate));
    }

    private static int within(String option, int index, int length) {
        if (index < 0 || index >= length) {
            throw new IllegalArgumentException(option + " must be from 0 to " + (length - 1) + ", got " + index + ".");
        }
        return index;
    }

    /** The figures that a training run on the first segment of this file alone would have. */
    private static StandardScaler scaler(Path file, FeatureBlock block, Recipe recipe) {
        TrackFeatures track = new TrackFeatures(new Track(file.toString(), 0, file), block);
        FeatureSet set = new FeatureSet(List.of(), List.of(track), List.of(), block.frames(), block.bins(), 1);
        return StandardScaler.fit(
                set, List.of(new SegmentRef(0, 0)), recipe.features().standardize());
    }

    private static double figure(StandardScaler scaler, String key, int band) {
        return ((Number) ((List<?>) scaler.toJson().get(key)).get(band)).doubleValue();
    }

    /** The standardised spectrogram that the model gets. */
    public Frames image() {
        return scaled;
    }

    /** Prints the numbers of one stage. */
    public void print(TraceStage stage, Printout printout) {
        switch (stage) {
            case SAMPLES -> samples(printout);
            case STFT -> stft(printout);
            case MEL -> mel(printout);
            case DECIBELS -> decibels(printout);
            default -> standardize(printout);
        }
    }

    /** A few samples of the frame, evenly spread, under its window. */
    private void samples(Printout printout) {
        int length = settings.nFft();
        int start = frame * settings.hopLength() - length / 2;
        double[] window = Window.hann(settings.windowLength(), length);
        printout.say(String.format(
                Locale.ROOT,
                "%d samples at %d Hz; frame %d of %d has the %d samples from %d on, around %s s",
                samples.length,
                settings.sampleRate(),
                frame,
                decibels.frames(),
                length,
                start,
                number((double) frame * settings.hopLength() / settings.sampleRate())));
        Rows table = new Rows("rrrr").row("sample", "value", "window", "product");
        for (int i = 0; i < SAMPLES_SHOWN; i++) {
            int n = i * length / SAMPLES_SHOWN;
            int at = start + n;
            double value = at < 0 || at >= samples.length ? 0 : samples[at];
            table.row(at, number(value), number(window[n]), number(window[n] * value));
        }
        table.print(printout);
    }

    /** The frequencies that the band gathers. */
    private void stft(Printout printout) {
        Stft stft = new Stft(settings);
        ComplexFrames complex = stft.complex(samples);
        Frames spectrum = stft.compute(samples);
        printout.say(spectrum.bins() + " frequencies, " + number(settings.binWidth())
                + " Hz apart; those that reach mel band " + band + ":");
        Rows table = new Rows("rrrrr").row("bin", "Hz", "real", "imaginary", settings.powerUnit());
        Frames filters = new MelFilterBank(settings).matrix();
        for (int bin = 0; bin < spectrum.bins(); bin++) {
            if (filters.get(band, bin) > 0) {
                table.row(
                        bin,
                        number(bin * settings.binWidth()),
                        number(complex.real().get(frame, bin)),
                        number(complex.imaginary().get(frame, bin)),
                        number(spectrum.get(frame, bin)));
            }
        }
        table.print(printout);
    }

    private void mel(Printout printout) {
        MelFilterBank bank = new MelFilterBank(settings);
        Frames filters = bank.matrix();
        Frames spectrum = new Stft(settings).compute(samples);
        printout.say("mel band " + band + " of " + bank.bands() + ", centre " + number(bank.centers()[band]) + " Hz");
        Rows table = new Rows("rrrr").row("bin", settings.powerUnit(), "weight", "product");
        for (int bin = 0; bin < spectrum.bins(); bin++) {
            double weight = filters.get(band, bin);
            if (weight > 0) {
                double power = spectrum.get(frame, bin);
                table.row(bin, number(power), number(weight), number(weight * power));
            }
        }
        table.row("sum", "", "", number(mels().get(frame, band))).print(printout);
    }

    private Frames mels() {
        return new MelSpectrogram(settings).compute(samples);
    }

    private void decibels(Printout printout) {
        double mel = mels().get(frame, band);
        double factor = settings.decibels().quantity() == Decibels.Quantity.POWER ? 10 : 20;
        double loudest = Double.NEGATIVE_INFINITY;
        for (float value : decibels.values()) {
            loudest = Math.max(loudest, value);
        }
        Rows table = new Rows("lr")
                .row("mel band " + band + " of frame " + frame, number(mel))
                .row(String.format(Locale.ROOT, "its log10, times %.0f", factor), number(factor * Math.log10(mel)));
        table.row("loudest value of the segment, dB", number(loudest));
        if (settings.decibels().topDb().isPresent()) {
            table.row("floor, dB", number(loudest - settings.decibels().topDb().getAsDouble()));
        }
        table.row("in the spectrogram, dB", number(decibels.get(frame, band))).print(printout);
    }

    private void standardize(Printout printout) {
        new Rows("lr")
                .row("decibels", number(decibels.get(frame, band)))
                .row("mean of the band", number(mean))
                .row("deviation of the band", number(deviation))
                .row("(decibels - mean) / deviation", number(scaled.get(frame, band)))
                .print(printout);
    }

    private static String number(double value) {
        return Rows.number(value);
    }
}
