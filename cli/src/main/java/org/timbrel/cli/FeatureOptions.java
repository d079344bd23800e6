package org.timbrel.cli;

import org.timbrel.audio.feature.Feature;
import org.timbrel.audio.feature.FeatureSettings;
import org.timbrel.audio.feature.MelNorm;
import org.timbrel.audio.feature.MelScale;
import picocli.CommandLine.Option;

/** The options of {@code timbrel features} that say what to compute; names and defaults are librosa's. */
final class FeatureOptions {
    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "log-mel",
            converter = FeatureKind.Converter.class,
            description = "stft (magnitude to the power), mel, log-mel or mfcc; default log-mel.")
    private FeatureKind kind;

    @Option(names = "--sr", paramLabel = "HZ", description = "Resample to this rate; default: the file's own.")
    private Integer sampleRate;

    @Option(names = "--n-fft", paramLabel = "N", description = "Length of the Fourier transform; default 2048.")
    private Integer nFft;

    @Option(names = "--hop-length", paramLabel = "N", description = "Samples from a frame to the next; default 512.")
    private Integer hopLength;

    @Option(names = "--win-length", paramLabel = "N", description = "Length of the Hann window; default: --n-fft.")
    private Integer winLength;

    @Option(names = "--n-mels", paramLabel = "N", description = "Mel bands; default 128.")
    private Integer nMels;

    @Option(names = "--n-mfcc", paramLabel = "N", description = "Cepstral coefficients; default 20.")
    private Integer nMfcc;

    @Option(names = "--fmin", paramLabel = "HZ", description = "Lower edge of the mel bands; default 0.")
    private Double fMin;

    @Option(names = "--fmax", paramLabel = "HZ", description = "Upper edge of the mel bands; default: half the rate.")
    private Double fMax;

    @Option(names = "--power", paramLabel = "P", description = "1 for amplitude, 2 for power; default 2.")
    private Double power;

    @Option(names = "--htk", description = "HTK's mel scale in place of Slaney's.")
    private boolean htk;

    @Option(
            names = "--norm",
            paramLabel = "NORM",
            description = "Scaling of mel filters: slaney or none; default slaney.")
    private MelNorm norm;

    /** The rate to compute at, for a sound of that rate. */
    int sampleRate(int own) {
        return sampleRate == null ? own : sampleRate;
    }

    FeatureKind kind() {
        return kind;
    }

    /**
     * What was asked for, at a rate.
     *
     * @throws CommandException if the options don't go together
     */
    Feature feature(int rate) {
        try {
            FeatureSettings settings = FeatureSettings.defaults(rate);
            settings = nFft == null ? settings : settings.withNFft(nFft);
            settings = hopLength == null ? settings : settings.withHopLength(hopLength);
            settings = winLength == null ? settings : settings.withWinLength(winLength);
            settings = nMels == null ? settings : settings.withNMels(nMels);
            settings = nMfcc == null ? settings : settings.withNMfcc(nMfcc);
            settings = fMin == null ? settings : settings.withFMin(fMin);
            settings = fMax == null ? settings : settings.withFMax(fMax);
            settings = power == null ? settings : settings.withPower(power);
            settings = htk ? settings.withMelScale(MelScale.HTK) : settings;
            settings = norm == null ? settings : settings.withNorm(norm);
            return kind.make(settings);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
        }
    }
}
