package org.timbrel.training.recipe;

/**
 * What training lowers.
 *
 * @param kind the loss; it takes logits, so a model ends without softmax
 * @param labelSmoothing share of each target that is spread evenly over all classes; the loss that validation and test
 *     give is without it, and without the penalties of the layers
 */
public record LossSpec(Type kind, double labelSmoothing) {
    /** The losses. */
    public enum Type implements Word {
        /** Softmax and categorical cross-entropy in one. */
        CROSS_ENTROPY;

        @Override
        public String word() {
            return "crossEntropy";
        }
    }

    static LossSpec read(Tree tree) {
        Section loss = Section.of(tree, "loss", Section.keys(LossSpec.class));
        return new LossSpec(loss.choice("kind", Type.CROSS_ENTROPY), loss.number("labelSmoothing", 0, Range.FRACTION));
    }
}
