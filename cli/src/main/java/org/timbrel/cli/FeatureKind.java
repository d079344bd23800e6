package org.timbrel.cli;

import java.util.Arrays;
import java.util.function.Function;
import org.timbrel.audio.feature.Feature;
import org.timbrel.audio.feature.FeatureSettings;
import org.timbrel.audio.feature.LogMelSpectrogram;
import org.timbrel.audio.feature.MelSpectrogram;
import org.timbrel.audio.feature.Mfcc;
import org.timbrel.audio.feature.Stft;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code --kind} takes. */
enum FeatureKind {
    STFT("stft", Stft::new),
    MEL("mel", MelSpectrogram::new),
    LOG_MEL("log-mel", LogMelSpectrogram::new),
    MFCC("mfcc", Mfcc::new);

    private final String word;

    @SuppressWarnings("ImmutableEnumChecker") // constructors keep no state
    private final Function<FeatureSettings, Feature> maker;

    FeatureKind(String word, Function<FeatureSettings, Feature> maker) {
        this.word = word;
        this.maker = maker;
    }

    Feature make(FeatureSettings settings) {
        return maker.apply(settings);
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
                    .orElseThrow(() ->
                            new TypeConversionException("wanted stft, mel, log-mel or mfcc, but was '" + value + "'"));
        }
    }
}
