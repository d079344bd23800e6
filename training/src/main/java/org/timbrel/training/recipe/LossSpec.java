package org.timbrel.training.recipe;

/**
 * What training lowers.
 *
 * @param kind the loss; it takes logits, so a model ends without softmax
 */
public record LossSpec(Type kind) {
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
        return new LossSpec(
                Section.of(tree, "loss", Section.keys(LossSpec.class)).choice("kind", Type.CROSS_ENTROPY));
    }
}
