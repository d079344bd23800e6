package org.timbrel.training.recipe;

import java.util.List;

/**
 * What the model hears. Names and defaults are librosa's; each segment is transformed on its own, with frames centred
 * and the ends padded with zeros, so a segment of n samples has 1 + n / hop frames. What follows the transform stands in
 * this order: the first {@code frames} are kept, the segment is {@code normalize}d by itself, {@code resize}d, and taken
 * through a {@code png}; {@code standardize} then works with figures of the training side.
 *
 * <pre>{@code
 * features: {kind: stack, of: [mfcc, spectral-centroid, chroma, spectral-contrast], frames: 128}
 * features: {kind: log-mel, wholeTrack: true, normalize: standard, resize: [210, 210]}
 * features: {kind: log-mel, wholeTrack: true, normalize: minMax, resize: 128, png: true, standardize: none}
 * }</pre>
 *
 * @param kind which features
 * @param of for a stack: the kinds whose values stand side by side in each frame, each with its own default number of
 *     values; null else
 * @param nFft samples of one Fourier transform
 * @param winLength samples of the Hann window, at most {@code nFft}
 * @param hop samples from one frame to the next
 * @param nMels mel bands; null where the kind has none, as then are power, htk, norm, fMin and fMax
 * @param nMfcc coefficients kept; null where the kind has none
 * @param power 1 for magnitudes, 2 for power
 * @param htk the HTK formula of the mel scale, else Slaney's
 * @param norm how the mel filters are scaled
 * @param fMin lowest frequency, Hz
 * @param fMax highest frequency, Hz; null for half the sample rate
 * @param dbReference what 0 dB is; null where the kind has no decibels
 * @param topDb decibels below the segment's loudest value where values are cut off; null for no floor
 * @param wholeTrack whether a track is one segment, however long it is; its frames are then resized to one number
 * @param segmentSeconds length of one segment; null for the whole track
 * @param overlapSeconds how much of a segment the next one repeats
 * @param frames only the first frames of a segment are kept; null for all
 * @param normalize what each segment is scaled to by itself
 * @param resize frames and bins of the image that a segment is made; null to leave its size
 * @param interpolation how it is resized; null where it is not
 * @param png whether the image is written as a grey PNG of 8 bits and read back, which rounds it to 256 levels from 0 to 1
 * @param standardize what is scaled to mean 0 and deviation 1, with figures of the training side only
 */
public record FeatureSpec(
        Type kind,
        List<Type> of,
        int nFft,
        int winLength,
        int hop,
        Integer nMels,
        Integer nMfcc,
        Double power,
        Boolean htk,
        Norm norm,
        Double fMin,
        Double fMax,
        DbReference dbReference,
        Double topDb,
        boolean wholeTrack,
        Double segmentSeconds,
        double overlapSeconds,
        Integer frames,
        Normalize normalize,
        List<Integer> resize,
        Interpolation interpolation,
        boolean png,
        Standardize standardize) {
    /** Seconds that a track needs where it is one segment. */
    private static final double LEAST_TRACK = 1;

    private static final int CHROMA_CLASSES = 12;
    private static final int CONTRAST_BANDS = 7;
    private static final int AMPLITUDE_STATISTICS = 4;

    public FeatureSpec {
        of = of == null ? null : List.copyOf(of);
        resize = resize == null ? null : List.copyOf(resize);
    }

    /** The features. */
    public enum Type implements Word {
        /** Mel spectrogram. */
        MEL("mel"),
        /** Mel spectrogram in decibels: 20 log10 where {@code power} is 1, else 10 log10. */
        LOG_MEL("log-mel"),
        /** Mel-frequency cepstral coefficients. */
        MFCC("mfcc"),
        /** Root of the mean square, 1 value a frame. */
        RMS("rms"),
        /** Changes of sign, 1 value a frame. */
        ZERO_CROSSING_RATE("zero-crossing-rate"),
        /** Mean frequency, 1 value a frame. */
        SPECTRAL_CENTROID("spectral-centroid"),
        /** Spread around the centroid, 1 value a frame. */
        SPECTRAL_BANDWIDTH("spectral-bandwidth"),
        /** Frequency below which 85% of the magnitude lies, 1 value a frame. */
        SPECTRAL_ROLLOFF("spectral-rolloff"),
        /** Peaks above valleys in octave bands from 200 Hz on, 7 values a frame. */
        SPECTRAL_CONTRAST("spectral-contrast"),
        /** Power by pitch class, 12 values a frame. */
        CHROMA("chroma"),
        /** Mean, standard deviation, skewness and kurtosis of the magnitudes, 4 values a frame. */
        AMPLITUDE_STATISTICS("amplitude-statistics"),
        /** Several of the others, side by side. */
        STACK("stack");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    /** How mel filters are scaled. */
    public enum Norm implements Word {
        /** Each filter has area 1. */
        SLANEY("slaney"),
        /** Each filter peaks at 1. */
        NONE("none");

        private final String word;

        Norm(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    /** What 0 dB is. */
    public enum DbReference implements Word {
        /** The value 1, librosa's default. */
        ONE("one"),
        /** The largest value of the segment. */
        MAX("max");

        private final String word;

        DbReference(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    /** What each segment is scaled to by itself. A segment of one value only becomes 0. */
    public enum Normalize implements Word {
        /** Nothing. */
        NONE("none"),
        /** Mean 0 and deviation 1. */
        STANDARD("standard"),
        /** From 0 to 1. */
        MIN_MAX("minMax");

        private final String word;

        Normalize(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    /** How an image is resized; values stand in the middle of their cells. */
    public enum Interpolation implements Word {
        /** From the two nearest values along each side, as OpenCV's and TensorFlow's default. */
        BILINEAR("bilinear"),
        /** The same, but averaged along a side that shrinks, as Pillow's bilinear filter. */
        ANTIALIAS("antialias");

        private final String word;

        Interpolation(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    /** What is scaled to mean 0 and deviation 1. */
    public enum Standardize implements Word {
        /** Each band, or coefficient, by itself. */
        PER_BAND("perBand"),
        /** All values with one mean and deviation. */
        GLOBAL("global"),
        /** Nothing. */
        NONE("none");

        private final String word;

        Standardize(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    /** The kinds that make up a frame, in order: those of the stack, or the one. */
    public List<Type> kinds() {
        return kind == Type.STACK ? of : List.of(kind);
    }

    /** Values a frame, as the model gets them. */
    public int bins() {
        return resize == null ? kinds().stream().mapToInt(this::bins).sum() : resize.get(1);
    }

    private int bins(Type type) {
        return switch (type) {
            case MEL, LOG_MEL -> nMels;
            case MFCC -> nMfcc;
            case CHROMA -> CHROMA_CLASSES;
            case SPECTRAL_CONTRAST -> CONTRAST_BANDS;
            case AMPLITUDE_STATISTICS -> AMPLITUDE_STATISTICS;
            case RMS, ZERO_CROSSING_RATE, SPECTRAL_CENTROID, SPECTRAL_BANDWIDTH, SPECTRAL_ROLLOFF -> 1;
            case STACK -> throw new IllegalStateException("a stack stands in no stack");
        };
    }

    /** Seconds of sound that a track must have. */
    public double leastSeconds() {
        return wholeTrack ? LEAST_TRACK : segmentSeconds;
    }

    /** Samples of one segment; where the whole track is one, the fewest that it has. */
    public int segmentSamples(int sampleRate) {
        return (int) Math.round(leastSeconds() * sampleRate);
    }

    /** Samples from the start of one segment to the start of the next. */
    public int strideSamples(int sampleRate) {
        return (int) Math.round((leastSeconds() - overlapSeconds) * sampleRate);
    }

    /** Frames of one segment, as the model gets them. */
    public int segmentFrames(int sampleRate) {
        if (resize != null) {
            return resize.get(0);
        }
        return frames == null ? 1 + segmentSamples(sampleRate) / hop : frames;
    }

    /** The same features before they are standardised. */
    public FeatureSpec unscaled() {
        return new FeatureSpec(
                kind,
                of,
                nFft,
                winLength,
                hop,
                nMels,
                nMfcc,
                power,
                htk,
                norm,
                fMin,
                fMax,
                dbReference,
                topDb,
                wholeTrack,
                segmentSeconds,
                overlapSeconds,
                frames,
                normalize,
                resize,
                interpolation,
                png,
                Standardize.NONE);
    }

    /**
     * All components with their names. Written by hand since what is computed is kept under a name made of this text: a
     * record's own text may differ from JDK to JDK, and has each process make classes for it.
     */
    @Override
    public String toString() {
        return "FeatureSpec[kind=" + kind
                + ", of=" + of
                + ", nFft=" + nFft
                + ", winLength=" + winLength
                + ", hop=" + hop
                + ", nMels=" + nMels
                + ", nMfcc=" + nMfcc
                + ", power=" + power
                + ", htk=" + htk
                + ", norm=" + norm
                + ", fMin=" + fMin
                + ", fMax=" + fMax
                + ", dbReference=" + dbReference
                + ", topDb=" + topDb
                + ", wholeTrack=" + wholeTrack
                + ", segmentSeconds=" + segmentSeconds
                + ", overlapSeconds=" + overlapSeconds
                + ", frames=" + frames
                + ", normalize=" + normalize
                + ", resize=" + resize
                + ", interpolation=" + interpolation
                + ", png=" + png
                + ", standardize=" + standardize
                + "]";
    }

    static FeatureSpec read(Tree tree, int sampleRate) {
        return FeatureReader.read(Section.of(tree, "features", Section.keys(FeatureSpec.class)), sampleRate);
    }
}
