package org.timbrel.training.recipe;

/**
 * How the training side is varied; validation and test never are. Every amount is 0, which is off, unless a recipe says
 * otherwise, and a part that is left out does nothing.
 *
 * <pre>{@code
 * augment:
 *   waveform: {variants: 2, noise: 0.02, stretch: 0.1, shift: 0.1, pitch: 1}
 *   image: {brightness: 0.2, contrast: 0.2, flip: 0.5, noise: 0.05, crop: 0.1}
 *   cutMix: {probability: 0.5, finalProbability: 0}
 * }</pre>
 *
 * @param waveform variants of the sound, computed ahead; null for none
 * @param image changes of each segment in each epoch; null for none
 * @param cutMix patches from other segments of the batch; null for none
 */
public record AugmentSpec(Waveform waveform, Image image, CutMix cutMix) {
    /**
     * Variants of each segment's sound. What a variant changes is drawn by seed, variant, track and segment, evenly from
     * the range that an amount gives.
     *
     * @param variants how many there are besides the original
     * @param noise white noise of a deviation up to this part of the loudest sample
     * @param stretch tempo from {@code 1 - stretch} to {@code 1 + stretch} times the original's
     * @param shift the sound starts up to this part of its length earlier or later, and goes on round the end
     * @param pitch up to this many semitones lower or higher
     * @param beforeSplit whether variants are dealt to the sides like segments of their own; only for a leaky split
     */
    public record Waveform(
            int variants, double noise, double stretch, double shift, double pitch, boolean beforeSplit) {}

    /**
     * Changes of a segment as the model gets it, after scaling; drawn by seed, epoch, track and segment.
     *
     * @param brightness up to this is added to, or taken from, all values
     * @param contrast distances from the segment's mean become {@code 1 - contrast} to {@code 1 + contrast} times as large
     * @param flip probability that time runs backwards (a horizontal flip)
     * @param noise deviation of white noise that is added to each value
     * @param crop up to this part of both sides is cut away, and the rest resized to the whole
     */
    public record Image(double brightness, double contrast, double flip, double noise, double crop) {}

    /**
     * CutMix (Yun and others, ICCV 2019): a patch of each segment of a batch comes from another segment of the batch, and
     * the target is mixed by area.
     *
     * @param probability that a batch of the first epoch is mixed
     * @param finalProbability the same for the last epoch; in between, the probability falls evenly
     */
    public record CutMix(double probability, double finalProbability) {}

    private static final Range PROBABILITY = new Range("a number from 0 to 1", v -> v >= 0 && v <= 1);

    /** Whether nothing is varied. */
    public boolean isNone() {
        return waveform == null && image == null && cutMix == null;
    }

    static AugmentSpec read(Tree tree, SplitSpec split) {
        Section augment = Section.of(tree, "augment", Section.keys(AugmentSpec.class));
        return new AugmentSpec(
                waveform(augment.find("waveform"), split),
                image(augment.find("image")),
                cutMix(augment.find("cutMix")));
    }

    /** Whether variants of a track are dealt to the sides like segments of their own. */
    public boolean beforeSplit() {
        return waveform != null && waveform.beforeSplit;
    }

    private static Waveform waveform(Tree tree, SplitSpec split) {
        if (tree == null) {
            return null;
        }
        Section part = Section.of(tree, "augment.waveform", Section.keys(Waveform.class));
        Waveform waveform = new Waveform(
                part.integer("variants", 1, 1),
                part.number("noise", 0, Range.FRACTION),
                part.number("stretch", 0, Range.FRACTION),
                part.number("shift", 0, Range.FRACTION),
                part.number("pitch", 0, Range.NOT_NEGATIVE),
                part.flag("beforeSplit", false));
        if (waveform.beforeSplit && !split.leaky()) {
            throw part.wrong(
                    "beforeSplit", "false unless split.kind is leaky, since variants of one track would test it");
        }
        return waveform;
    }

    private static Image image(Tree tree) {
        if (tree == null) {
            return null;
        }
        Section part = Section.of(tree, "augment.image", Section.keys(Image.class));
        return new Image(
                part.number("brightness", 0, Range.NOT_NEGATIVE),
                part.number("contrast", 0, Range.FRACTION),
                part.number("flip", 0, PROBABILITY),
                part.number("noise", 0, Range.NOT_NEGATIVE),
                part.number("crop", 0, Range.FRACTION));
    }

    private static CutMix cutMix(Tree tree) {
        if (tree == null) {
            return null;
        }
        Section part = Section.of(tree, "augment.cutMix", Section.keys(CutMix.class));
        return new CutMix(part.number("probability", PROBABILITY), part.number("finalProbability", 0, PROBABILITY));
    }
}
