package org.timbrel.training.data;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.timbrel.audio.feature.Frames;
import org.timbrel.training.recipe.AugmentSpec;
import org.timbrel.training.recipe.Recipe;

/**
 * One training segment on its way through augmentation: the very numbers that the model reads, since all draws are made
 * by counters. It is taken from the first batch that CutMix changes to a visible part, or from the first of all.
 *
 * @param steps the original first; each changes the one before
 */
public record AugmentationExample(List<Step> steps) {
    private static final double LEAST_PATCH = 0.1;
    private static final double MOST_PATCH = 0.6;
    private static final int MOST_BATCHES = 1000;
    private static final int PERCENT = 2;

    /**
     * The segment after one step.
     *
     * @param name what was done
     * @param detail what it was drawn from
     * @param image scaled, as the model reads it
     */
    public record Step(String name, String detail, Frames image) {}

    /** A batch of training, before and after CutMix where there is any. */
    private record Found(int epoch, SegmentRef[] segments, Batch before, Batch after) {}

    /**
     * An example from a training side.
     *
     * @param training what is learned from, variants included
     * @return empty if the recipe does not augment
     */
    public static Optional<AugmentationExample> of(
            Recipe recipe, FeatureSet features, List<SegmentRef> training, StandardScaler scaler) {
        AugmentSpec spec = recipe.augment();
        if (training.isEmpty() || spec.isNone()) {
            return Optional.empty();
        }
        Batches batches =
                new Batches(features, training, scaler, recipe.training().batch());
        Found found = find(recipe, batches);
        int i = choose(found, features);
        SegmentRef ref = found.segments()[i];
        TrackFeatures track = features.tracks().get(ref.track());
        int own = track.block().segments();
        float[] original = new float[features.frames() * features.bins()];
        track.copySegment(ref.segment() % own, original, 0);
        scaler.apply(original, 0, original.length);
        List<Step> steps = new ArrayList<>();
        String segment = own == 1 ? "" : ", segment " + (ref.segment() % own + 1) + " of " + own;
        steps.add(new Step("Original", track.track().name() + segment, image(features, original)));
        if (spec.waveform() != null && ref.segment() >= own) {
            float[] variant = new float[original.length];
            track.copySegment(ref.segment(), variant, 0);
            scaler.apply(variant, 0, variant.length);
            String name = "Sound: variant " + ref.segment() / own + " of "
                    + spec.waveform().variants();
            steps.add(new Step(name, words(spec.waveform()), image(features, variant)));
        }
        if (spec.image() != null) {
            steps.add(new Step("Image, in epoch " + found.epoch(), words(spec.image()), segment(found.before(), i)));
        }
        if (spec.cutMix() != null) {
            steps.add(cutMix(found, i, features.classes(), spec.cutMix()));
        }
        return Optional.of(new AugmentationExample(List.copyOf(steps)));
    }

    private static Found find(Recipe recipe, Batches batches) {
        AugmentSpec spec = recipe.augment();
        long seed = recipe.training().seed();
        OptionalLong shuffle = recipe.training().shuffle() ? OptionalLong.of(seed) : OptionalLong.empty();
        int epochs = recipe.training().epochs();
        BatchAugmentation image = new BatchAugmentation(new AugmentSpec(null, spec.image(), null), seed, epochs);
        CutMix cutMix = spec.cutMix() == null ? null : new CutMix(spec.cutMix(), seed, epochs);
        Found first = null;
        int tried = 0;
        for (int epoch = 1; epoch <= epochs && tried < MOST_BATCHES; epoch++) {
            int[] order = batches.order(shuffle, epoch);
            for (int index = 0; index < batches.count() && tried < MOST_BATCHES; index++, tried++) {
                if (first != null && !cutMix.mixes(epoch, index)) {
                    continue;
                }
                SegmentRef[] segments = batches.segments(order, index);
                Batch before = image.apply(batches.batch(order, index), segments, epoch, index);
                Batch after = cutMix == null ? before : cutMix.apply(before, epoch, index);
                Found found = new Found(epoch, segments, before, after);
                double patch = 1 - after.ownShare();
                if (cutMix == null || (patch >= LEAST_PATCH && patch <= MOST_PATCH)) {
                    return found;
                }
                first = first == null || (first.after().ownShare() == 1 && patch > 0) ? found : first;
            }
        }
        return first;
    }

    /** A variant where there are some, and one that was mixed with another class; else the first. */
    private static int choose(Found found, FeatureSet features) {
        int best = 0;
        int most = -1;
        for (int i = 0; i < found.segments().length; i++) {
            SegmentRef ref = found.segments()[i];
            boolean variant =
                    ref.segment() >= features.tracks().get(ref.track()).block().segments();
            boolean mixed = found.after().labels()[i] != found.after().otherLabels()[i];
            int wishes = (variant ? 2 : 0) + (mixed ? 1 : 0);
            if (wishes > most) {
                most = wishes;
                best = i;
            }
        }
        return best;
    }

    private static Step cutMix(Found found, int i, List<String> classes, AugmentSpec.CutMix spec) {
        Batch batch = found.after();
        String own = classes.get(batch.labels()[i]);
        String other = classes.get(batch.otherLabels()[i]);
        String label = String.format(
                Locale.ROOT,
                "the label is %.0f%% %s, %.0f%% %s",
                100 * batch.ownShare(),
                own,
                100 * (1 - batch.ownShare()),
                other);
        if (batch.ownShare() == 1) {
            label = "no change, since no batch drew it";
        } else if (batch.n() == 1) {
            label = "no change, since the batch has no other segment";
        } else if (own.equals(other)) {
            label = "both parts are " + own;
        }
        String detail = "probability " + number(spec.probability(), 0) + " in the first epoch, "
                + number(spec.finalProbability(), 0) + " in the last";
        return new Step("CutMix, in epoch " + found.epoch() + ": " + label, detail, segment(batch, i));
    }

    private static Frames image(FeatureSet features, float[] values) {
        return new Frames(features.frames(), features.bins(), values);
    }

    private static Frames segment(Batch batch, int i) {
        int size = batch.t() * batch.f();
        return new Frames(batch.t(), batch.f(), Arrays.copyOfRange(batch.x(), i * size, (i + 1) * size));
    }

    private static String words(AugmentSpec.Waveform spec) {
        List<String> words = new ArrayList<>();
        add(words, "pitch ±", spec.pitch(), 0, " semitones");
        add(words, "tempo ±", spec.stretch(), PERCENT, "%");
        add(words, "start ±", spec.shift(), PERCENT, "% of the length");
        add(words, "noise up to ", spec.noise(), PERCENT, "% of the loudest sample");
        return drawn(words);
    }

    private static String words(AugmentSpec.Image spec) {
        List<String> words = new ArrayList<>();
        add(words, "time flipped with probability ", spec.flip(), 0, "");
        add(words, "crop up to ", spec.crop(), PERCENT, "% of each side");
        add(words, "contrast ±", spec.contrast(), PERCENT, "%");
        add(words, "brightness ±", spec.brightness(), 0, "");
        add(words, "noise of deviation ", spec.noise(), 0, "");
        return drawn(words);
    }

    /** @param places that the point moves to the right */
    private static void add(List<String> words, String name, double amount, int places, String unit) {
        if (amount > 0) {
            words.add(name + number(amount, places) + unit);
        }
    }

    private static String number(double value, int places) {
        return BigDecimal.valueOf(value)
                .movePointRight(places)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String drawn(List<String> words) {
        return words.isEmpty() ? "every amount is 0: nothing changes" : "one draw from: " + String.join(", ", words);
    }
}
