package org.timbrel.cli;

import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.timbrel.audio.feature.AmplitudeStatistics;
import org.timbrel.audio.feature.Feature;
import org.timbrel.audio.feature.FeatureSettings;
import org.timbrel.audio.feature.LogMelSpectrogram;
import org.timbrel.audio.feature.MelSpectrogram;
import org.timbrel.audio.feature.Mfcc;
import org.timbrel.audio.feature.RootMeanSquare;
import org.timbrel.audio.feature.SpectralCentroid;
import org.timbrel.audio.feature.Stft;
import org.timbrel.audio.feature.ZeroCrossingRate;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code --kind} takes. */
enum FeatureKind {
    STFT("stft", (settings, options) -> new Stft(settings)),
    MEL("mel", (settings, options) -> new MelSpectrogram(settings)),
    LOG_MEL("log-mel", (settings, options) -> new LogMelSpectrogram(settings)),
    MFCC("mfcc", (settings, options) -> new Mfcc(settings)),
    RMS("rms", (settings, options) -> new RootMeanSquare(settings)),
    ZERO_CROSSING_RATE("zero-crossing-rate", (settings, options) -> new ZeroCrossingRate(settings)),
    SPECTRAL_CENTROID("spectral-centroid", (settings, options) -> new SpectralCentroid(settings)),
    SPECTRAL_BANDWIDTH(
            "spectral-bandwidth", (settings, options) -> options.shape().bandwidth(settings)),
    SPECTRAL_ROLLOFF("spectral-rolloff", (settings, options) -> options.shape().rolloff(settings)),
    SPECTRAL_CONTRAST(
            "spectral-contrast", (settings, options) -> options.shape().contrast(settings, options.fMin())),
    CHROMA("chroma", (settings, options) -> options.shape().chroma(settings)),
    AMPLITUDE_STATISTICS("amplitude-statistics", (settings, options) -> new AmplitudeStatistics(settings));

    private final String word;

    @SuppressWarnings("ImmutableEnumChecker") // constructors keep no state
    private final BiFunction<FeatureSettings, FeatureOptions, Feature> maker;

    FeatureKind(String word, BiFunction<FeatureSettings, FeatureOptions, Feature> maker) {
        this.word = word;
        this.maker = maker;
    }

    Feature make(FeatureSettings settings, FeatureOptions options) {
        return maker.apply(settings, options);
    }

    @Override
    public String toString() {
        return word;
    }

    /** Reads the word. */
    static final class Converter implements ITypeConverter<FeatureKind> {
        @Override
        public FeatureKind convert(String value) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word.equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("wanted one of "
                            + Arrays.stream(values()).map(kind -> kind.word).collect(Collectors.joining(", "))
                            + ", but was '" + value + "'"));
        }
    }
}
