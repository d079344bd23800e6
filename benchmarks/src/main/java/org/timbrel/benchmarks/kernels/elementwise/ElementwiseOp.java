package org.timbrel.benchmarks.kernels.elementwise;

import java.util.Locale;

/** An elementwise operation, and how many arrays it must read and write: what memory has to move. */
public enum ElementwiseOp {
    /** y = x. */
    COPY(1, 1),
    /** y = max(x, 0). */
    RELU(1, 1),
    /** y = x + z. */
    ADD(2, 1),
    /** y = e^x. */
    EXP(1, 1),
    /** y = tanh x. */
    TANH(1, 1),
    /** y = 1 / (1 + e^-x). */
    SIGMOID(1, 1),
    /** Weights and both running means from a gradient. */
    ADAM(4, 3);

    private final int reads;
    private final int writes;

    ElementwiseOp(int reads, int writes) {
        this.reads = reads;
        this.writes = writes;
    }

    /** Bytes that are read and written for each number. */
    int bytes() {
        return Float.BYTES * (reads + writes);
    }

    /** As PyTorch's side and the table call it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
