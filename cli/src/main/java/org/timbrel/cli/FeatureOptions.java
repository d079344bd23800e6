package org.timbrel.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.timbrel.audio.feature.Delta;
import org.timbrel.audio.feature.Feature;
import org.timbrel.audio.feature.FeatureSettings;
import org.timbrel.audio.feature.MelNorm;
import org.timbrel.audio.feature.MelScale;
import org.timbrel.audio.feature.Resize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code timbrel features} that say what to compute; names and defaults are librosa's. */
final class FeatureOptions {
    private static final int DELTA_WIDTH = 9;

    /** One for all files of a rate, since making it takes as long as a file. */
    private final Map<Integer, Feature> made = new ConcurrentHashMap<>();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "log-mel",
            converter = FeatureKind.Converter.class,
            description = {
                "stft (magnitude to the power), mel, log-mel, mfcc, rms, zero-crossing-rate, spectral-centroid,",
                "spectral-bandwidth, spectral-rolloff, spectral-contrast, chroma (librosa's chroma_stft),",
                "amplitude-statistics (mean, deviation, skewness and kurtosis of each frame's magnitudes)",
                "or stack, several side by side; default log-mel. The spectral ones take the magnitude and chroma the power, whatever --power says."
            })
    private FeatureKind kind;

    @Option(
            names = "--of",
            paramLabel = "KIND",
            split = ",",
            converter = FeatureKind.Converter.class,
            description = "For a stack: the kinds, such as mfcc,chroma; a picture has a panel for each.")
    private List<FeatureKind> of = List.of();

    @Option(names = "--sr", paramLabel = "HZ", description = "Resample to this rate; default: the file's own.")
    private Integer sampleRate;

    @Option(
            names = {"--n-fft", "--frame-length"},
            paramLabel = "N",
            description =
                    "Length of the Fourier transform, and of the frames of rms and zero-crossing-rate; default 2048.")
    private Integer nFft;

    @Option(names = "--hop-length", paramLabel = "N", description = "Samples from a frame to the next; default 512.")
    private Integer hopLength;

    @Option(names = "--win-length", paramLabel = "N", description = "Length of the Hann window; default: --n-fft.")
    private Integer winLength;

    @Option(names = "--n-mels", paramLabel = "N", description = "Mel bands; default 128.")
    private Integer nMels;

    @Option(names = "--n-mfcc", paramLabel = "N", description = "Cepstral coefficients; default 20.")
    private Integer nMfcc;

    @Option(
            names = "--fmin",
            paramLabel = "HZ",
            description = "Lower edge of the mel bands; default 0. Contrast: of the first octave; default 200.")
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

    @Mixin
    private ShapeOptions shape;

    @Option(
            names = "--delta",
            paramLabel = "ORDER",
            description = "The feature's derivative over time, of this order, as librosa.feature.delta; default: none.")
    private Integer delta;

    @Option(
            names = "--width",
            paramLabel = "N",
            description = "Frames that a --delta is fitted to, an odd number; default 9.")
    private Integer width;

    @Option(
            names = "--resize",
            paramLabel = "FRAMESxBINS",
            converter = SizeConverter.class,
            description = "Resize arrays to an image, bilinear, as PyTorch's interpolate with antialias=True.")
    private Resize resize;

    /**
     * Refuses an option that the kind has no use for.
     *
     * @param given names of the options that were given
     */
    void check(Collection<String> given) {
        List<FeatureKind> kinds = new ArrayList<>(of);
        kinds.add(kind);
        FeatureKind.foreign(kind == FeatureKind.STACK ? kinds : List.of(kind), given)
                .ifPresent(name -> {
                    throw new CommandException(
                            ExitCode.USAGE,
                            name + " has no use for --kind " + kind + "; leave it out, or name another kind.");
                });
        if (kind == FeatureKind.STACK && (of.isEmpty() || of.contains(FeatureKind.STACK))) {
            throw new CommandException(
                    ExitCode.USAGE, "--kind stack wants other kinds to stack: name them, such as --of mfcc,chroma.");
        }
    }

    /** The kinds of a stack. */
    List<FeatureKind> stacked() {
        return of;
    }

    /** The rate to compute at, for a sound of that rate. */
    int sampleRate(int own) {
        return sampleRate == null ? own : sampleRate;
    }

    ShapeOptions shape() {
        return shape;
    }

    /** Null where none was named. */
    Double fMin() {
        return fMin;
    }

    /** The size that arrays get; empty to leave them as they are. */
    Optional<Resize> resize() {
        return Optional.ofNullable(resize);
    }

    /** What arrays and pictures are called: the kind, and that it is a derivative. */
    String label() {
        return label(kind);
    }

    /** What the parts of a stack are called. */
    List<String> labels() {
        return of.stream().map(this::label).toList();
    }

    private String label(FeatureKind named) {
        return delta == null ? named.toString() : named + "-delta" + (delta == 1 ? "" : "-" + delta);
    }

    /**
     * What was asked for, at a rate.
     *
     * @throws CommandException if the options don't go together
     */
    Feature feature(int rate) {
        return made.computeIfAbsent(rate, this::make);
    }

    private Feature make(int rate) {
        if (width != null && delta == null) {
            throw new CommandException(ExitCode.USAGE, "--width is the width of a delta: name --delta too.");
        }
        try {
            return kind == FeatureKind.STACK ? kind.make(settings(rate), this) : one(kind, settings(rate));
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    /** One kind, or its derivative if that was asked for. */
    Feature one(FeatureKind wanted, FeatureSettings settings) {
        Feature feature = wanted.make(settings, this);
        return delta == null ? feature : new Delta(feature, width == null ? DELTA_WIDTH : width, delta);
    }

    private FeatureSettings settings(int rate) {
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
        return settings;
    }

    /** Reads a size, such as 128x128. */
    static final class SizeConverter implements ITypeConverter<Resize> {
        @Override
        public Resize convert(String value) {
            try {
                String[] sides = value.split("x", 2);
                return new Resize(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]), true);
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw new TypeConversionException("wanted FRAMESxBINS, such as 128x128, but was '" + value + "'");
            }
        }
    }
}
