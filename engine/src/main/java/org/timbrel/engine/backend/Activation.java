package org.timbrel.engine.backend;

/** What a matrix product or a convolution may apply to its result while that is still in cache. */
public enum Activation {
    NONE,
    RELU,
    SIGMOID,
    TANH;

    /** The elementwise function that this activation applies; not defined for {@link #NONE}. */
    public MapOp map() {
        return switch (this) {
            case RELU -> MapOp.RELU;
            case SIGMOID -> MapOp.SIGMOID;
            case TANH -> MapOp.TANH;
            case NONE -> throw new IllegalStateException("NONE applies no function");
        };
    }
}
