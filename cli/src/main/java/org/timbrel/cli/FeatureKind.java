package org.timbrel.cli;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.timbrel.audio.feature.AmplitudeStatistics;
import org.timbrel.audio.feature.Feature;
import org.timbrel.audio.feature.FeatureSettings;
import org.timbrel.audio.feature.LogMelSpectrogram;
import org.timbrel.audio.feature.MelSpectrogram;
import org.timbrel.audio.feature.Mfcc;
import org.timbrel.audio.feature.RootMeanSquare;
import org.timbrel.audio.feature.SpectralCentroid;
import org.timbrel.audio.feature.StackedFeature;
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
    AMPLITUDE_STATISTICS("amplitude-statistics", (settings, options) -> new AmplitudeStatistics(settings)),
    STACK(
            "stack",
            (settings, options) -> new StackedFeature(options.stacked().stream()
                    .map(kind -> options.one(kind, settings))
                    .toList()));

    /** What a kind takes besides the options of every kind. */
    private static final Map<FeatureKind, Set<String>> OPTIONS = options();

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

    /**
     * An option of other kinds among those that were given.
     *
     * @param kinds that are computed
     */
    static Optional<String> foreign(Collection<FeatureKind> kinds, Collection<String> given) {
        Set<String> own =
                kinds.stream().flatMap(kind -> OPTIONS.get(kind).stream()).collect(Collectors.toSet());
        return given.stream()
                .filter(name -> OPTIONS.values().stream().anyMatch(names -> names.contains(name)))
                .filter(name -> !own.contains(name))
                .findFirst();
    }

    private static Map<FeatureKind, Set<String>> options() {
        Set<String> mel = Set.of("--win-length", "--n-mels", "--fmin", "--fmax", "--power", "--htk", "--norm");
        Map<FeatureKind, Set<String>> options = new EnumMap<>(FeatureKind.class);
        for (FeatureKind kind : values()) {
            options.put(kind, kind == RMS || kind == ZERO_CROSSING_RATE ? Set.of() : Set.of("--win-length"));
        }
        options.put(STFT, Set.of("--win-length", "--power"));
        options.put(MEL, mel);
        options.put(LOG_MEL, mel);
        options.put(MFCC, Stream.concat(mel.stream(), Stream.of("--n-mfcc")).collect(Collectors.toSet()));
        options.put(SPECTRAL_BANDWIDTH, Set.of("--win-length", "--p"));
        options.put(SPECTRAL_ROLLOFF, Set.of("--win-length", "--roll-percent"));
        options.put(SPECTRAL_CONTRAST, Set.of("--win-length", "--fmin", "--n-bands", "--quantile", "--linear"));
        options.put(STACK, Set.of("--of"));
        options.put(CHROMA, Set.of("--win-length", "--n-chroma", "--tuning"));
        return options;
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
