package org.timbrel.training.recipe;

/**
 * What the model hears. Names and defaults are librosa's; each segment is transformed on its own, with frames centred
 * and the ends padded with zeros, so a segment of n samples has 1 + n / hop frames.
 *
 * @param kind which features
 * @param nFft samples of one Fourier transform
 * @param winLength samples of the Hann window, at most {@code nFft}
 * @param hop samples from one frame to the next
 * @param nMels mel bands
 * @param nMfcc coefficients kept; null where the kind has none
 * @param power 1 for magnitudes, 2 for power
 * @param htk the HTK formula of the mel scale, else Slaney's
 * @param norm how the mel filters are scaled
 * @param fMin lowest frequency, Hz
 * @param fMax highest frequency, Hz; null for half the sample rate
 * @param dbReference what 0 dB is; null where the kind has no decibels
 * @param topDb decibels below the segment's loudest value where values are cut off; null for no floor
 * @param segmentSeconds length of one segment
 * @param overlapSeconds how much of a segment the next one repeats
 * @param frames only the first frames of a segment are kept; null for all
 * @param standardize what is scaled to mean 0 and deviation 1, with figures of the training side only
 */
public record FeatureSpec(
        Type kind,
        int nFft,
        int winLength,
        int hop,
        int nMels,
        Integer nMfcc,
        double power,
        boolean htk,
        Norm norm,
        double fMin,
        Double fMax,
        DbReference dbReference,
        Double topDb,
        double segmentSeconds,
        double overlapSeconds,
        Integer frames,
        Standardize standardize) {

    /** The features. */
    public enum Type implements Word {
        /** Mel spectrogram. */
        MEL("mel"),
        /** Mel spectrogram in decibels: 20 log10 where {@code power} is 1, else 10 log10. */
        LOG_MEL("log-mel"),
        /** Mel-frequency cepstral coefficients. */
        MFCC("mfcc");

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

    /** Values a frame: mel bands or coefficients. */
    public int bins() {
        return kind == Type.MFCC ? nMfcc : nMels;
    }

    /** Samples of one segment. */
    public int segmentSamples(int sampleRate) {
        return (int) Math.round(segmentSeconds * sampleRate);
    }

    /** Samples from the start of one segment to the start of the next. */
    public int strideSamples(int sampleRate) {
        return (int) Math.round((segmentSeconds - overlapSeconds) * sampleRate);
    }

    /** Frames of one segment, as the model gets them. */
    public int segmentFrames(int sampleRate) {
        int all = 1 + segmentSamples(sampleRate) / hop;
        return frames == null ? all : frames;
    }

    /** The same features before they are standardised. */
    public FeatureSpec unscaled() {
        return new FeatureSpec(
                kind,
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
                segmentSeconds,
                overlapSeconds,
                frames,
                Standardize.NONE);
    }

    static FeatureSpec read(Tree tree, int sampleRate) {
        Section features = Section.of(tree, "features", Section.keys(FeatureSpec.class));
        Type kind = features.choice("kind", Type.LOG_MEL);
        int nFft = features.integer("nFft", 2048, 16);
        boolean decibels = kind != Type.MEL;
        if (kind != Type.MFCC) {
            features.refuse("nMfcc", kind);
        }
        if (!decibels) {
            features.refuse("dbReference", kind);
            features.refuse("topDb", kind);
        }
        FeatureSpec spec = new FeatureSpec(
                kind,
                nFft,
                features.integer("winLength", nFft, 2),
                features.integer("hop", 512, 1),
                features.integer("nMels", 128, 1),
                kind == Type.MFCC ? (Integer) features.integer("nMfcc", 20, 1) : null,
                features.number("power", 2, Range.POSITIVE),
                features.flag("htk", false),
                features.choice("norm", Norm.SLANEY),
                features.number("fMin", 0, Range.NOT_NEGATIVE),
                features.optionalNumber("fMax", Range.POSITIVE),
                decibels ? features.choice("dbReference", DbReference.ONE) : null,
                decibels ? features.optionalNumber("topDb", Range.POSITIVE) : null,
                features.number("segmentSeconds", 3, Range.POSITIVE),
                features.number("overlapSeconds", 0, Range.NOT_NEGATIVE),
                features.optionalInteger("frames", 1),
                features.choice("standardize", Standardize.PER_BAND));
        spec.check(features, sampleRate);
        return spec;
    }

    private void check(Section features, int sampleRate) {
        if (winLength > nFft) {
            throw features.wrong("winLength", "at most features.nFft = " + nFft);
        }
        if (nMfcc != null && nMfcc > nMels) {
            throw features.wrong("nMfcc", "at most features.nMels = " + nMels);
        }
        double half = sampleRate / 2.0;
        if (fMax != null && fMax > half) {
            throw features.wrong("fMax", "at most half of data.sampleRate, " + half + " Hz");
        }
        if (fMin >= (fMax == null ? half : fMax)) {
            throw features.wrong("fMin", "below features.fMax = " + (fMax == null ? half : fMax) + " Hz");
        }
        if (strideSamples(sampleRate) < 1) {
            throw features.wrong("overlapSeconds", "below features.segmentSeconds = " + segmentSeconds);
        }
        int all = 1 + segmentSamples(sampleRate) / hop;
        if (frames != null && frames > all) {
            throw features.wrong(
                    "frames",
                    "at most the " + all + " frames that " + segmentSeconds + " s have at a hop of " + hop
                            + " samples");
        }
    }
}
