package org.timbrel.engine.tensor;

/** What a convolution does at the border. */
public enum Padding {
    /** Zeros around the input, so that a stride of 1 keeps its size. */
    SAME,
    /** No zeros: the kernel stays inside. */
    VALID
}
