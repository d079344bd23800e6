package org.timbrel.training.recipe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.timbrel.training.recipe.FeatureSpec.DbReference;
import org.timbrel.training.recipe.FeatureSpec.Interpolation;
import org.timbrel.training.recipe.FeatureSpec.Norm;
import org.timbrel.training.recipe.FeatureSpec.Normalize;
import org.timbrel.training.recipe.FeatureSpec.Standardize;

/** Reads and checks the section {@code features}. */
final class FeatureReader {
    private static final double SEGMENT_SECONDS = 3;
    private static final List<String> MEL_ONLY = List.of("nMels", "power", "htk", "norm", "fMin", "fMax");

    private final Section features;
    private final FeatureSpec spec;

    private FeatureReader(Section features, FeatureSpec spec) {
        this.features = features;
        this.spec = spec;
    }

    static FeatureSpec read(Section features, int sampleRate) {
        FeatureSpec.Type kind = features.choice("kind", FeatureSpec.Type.LOG_MEL);
        List<FeatureSpec.Type> of = of(features, kind);
        List<FeatureSpec.Type> kinds = of == null ? List.of(kind) : of;
        boolean mfcc = kinds.contains(FeatureSpec.Type.MFCC);
        boolean decibels = mfcc || kinds.contains(FeatureSpec.Type.LOG_MEL);
        boolean mel = decibels || kinds.contains(FeatureSpec.Type.MEL);
        List<String> unused = new ArrayList<>();
        unused.addAll(mfcc ? List.of() : List.of("nMfcc"));
        unused.addAll(decibels ? List.of() : List.of("dbReference", "topDb"));
        unused.addAll(mel ? List.of() : MEL_ONLY);
        refuseUnused(features, kind, of, unused);
        int nFft = features.integer("nFft", 2048, 16);
        boolean wholeTrack = features.flag("wholeTrack", false);
        List<Integer> resize = features.find("resize") == null ? null : features.pair("resize", null);
        if (wholeTrack) {
            features.refuseBeside("segmentSeconds", "wholeTrack");
            features.refuseBeside("overlapSeconds", "wholeTrack");
            features.refuseBeside("frames", "wholeTrack");
        }
        FeatureSpec spec = new FeatureSpec(
                kind,
                of,
                nFft,
                features.integer("winLength", nFft, 2),
                features.integer("hop", 512, 1),
                mel ? (Integer) features.integer("nMels", 128, 1) : null,
                mfcc ? (Integer) features.integer("nMfcc", 20, 1) : null,
                mel ? (Double) features.number("power", 2, Range.POSITIVE) : null,
                mel ? (Boolean) features.flag("htk", false) : null,
                mel ? features.choice("norm", Norm.SLANEY) : null,
                mel ? (Double) features.number("fMin", 0, Range.NOT_NEGATIVE) : null,
                mel ? features.optionalNumber("fMax", Range.POSITIVE) : null,
                decibels ? features.choice("dbReference", DbReference.ONE) : null,
                decibels ? features.optionalNumber("topDb", Range.POSITIVE) : null,
                wholeTrack,
                wholeTrack ? null : (Double) features.number("segmentSeconds", SEGMENT_SECONDS, Range.POSITIVE),
                wholeTrack ? 0 : features.number("overlapSeconds", 0, Range.NOT_NEGATIVE),
                wholeTrack ? null : features.optionalInteger("frames", 1),
                features.choice("normalize", Normalize.NONE),
                resize,
                resize == null ? null : features.choice("interpolation", Interpolation.BILINEAR),
                features.flag("png", false),
                features.choice("standardize", Standardize.PER_BAND));
        FeatureReader reader = new FeatureReader(features, spec);
        reader.checkTransform(sampleRate);
        reader.checkSegments(sampleRate);
        reader.checkImage();
        return spec;
    }

    private static void refuseUnused(
            Section features, FeatureSpec.Type kind, List<FeatureSpec.Type> of, List<String> unused) {
        if (of == null) {
            features.refuse("of", "kind", kind.word());
        }
        String words =
                of == null ? kind.word() : of.stream().map(Word::word).toList().toString();
        unused.forEach(key -> features.refuse(key, of == null ? "kind" : "of", words));
    }

    /** The parts of a stack; null for another kind. */
    private static List<FeatureSpec.Type> of(Section features, FeatureSpec.Type kind) {
        if (kind != FeatureSpec.Type.STACK) {
            return null;
        }
        List<FeatureSpec.Type> of =
                features.find("of") == null ? List.of() : features.choices("of", FeatureSpec.Type.class);
        if (of.isEmpty() || of.contains(FeatureSpec.Type.STACK) || new HashSet<>(of).size() != of.size()) {
            throw features.wrong("of", "kind", "a list of other kinds, each once, such as [mfcc, chroma]");
        }
        return of;
    }

    private void checkTransform(int sampleRate) {
        if (spec.winLength() > spec.nFft()) {
            throw features.wrong("winLength", "at most features.nFft = " + spec.nFft());
        }
        if (spec.nMfcc() != null && spec.nMfcc() > spec.nMels()) {
            throw features.wrong("nMfcc", "at most features.nMels = " + spec.nMels());
        }
        if (spec.fMin() == null) {
            return;
        }
        double half = sampleRate / 2.0;
        if (spec.fMax() != null && spec.fMax() > half) {
            throw features.wrong("fMax", "at most half of data.sampleRate, " + half + " Hz");
        }
        double fMax = spec.fMax() == null ? half : spec.fMax();
        if (spec.fMin() >= fMax) {
            throw features.wrong("fMin", "below features.fMax = " + fMax + " Hz");
        }
    }

    private void checkSegments(int sampleRate) {
        if (spec.strideSamples(sampleRate) < 1) {
            throw features.wrong("overlapSeconds", "below features.segmentSeconds = " + spec.segmentSeconds());
        }
        int all = 1 + spec.segmentSamples(sampleRate) / spec.hop();
        if (spec.frames() != null && spec.frames() > all) {
            throw features.wrong(
                    "frames",
                    "at most the " + all + " frames that " + spec.segmentSeconds() + " s have at a hop of " + spec.hop()
                            + " samples");
        }
    }

    private void checkImage() {
        if (spec.wholeTrack() && spec.resize() == null) {
            throw features.wrong(
                    "resize",
                    "wholeTrack",
                    "given where features.wholeTrack is true, since tracks differ in length, as [128, 128]");
        }
        if (spec.png() && spec.normalize() != Normalize.MIN_MAX) {
            throw features.wrong(
                    "normalize", "png", "minMax where features.png is true: a picture's values are from 0 to 1");
        }
    }
}
