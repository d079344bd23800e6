package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.MatmulShape;

/**
 * Matrix product C = activation([C +] op(A) op(B) + bias), in the manner of Goto and van de Geijn ("Anatomy of
 * High-Performance Matrix Multiplication", 2008): large products copy their operands ({@link PackedGemm}); small ones and those of
 * few rows would spend their time copying, and read A in place ({@link InPlaceGemm}). Which way is taken depends on the shape alone.
 *
 * <p>Each number of C is one chain of multiply-adds, k after k, from 0 or from what is in C: neither of the two ways, nor how either
 * cuts a product, nor the number of threads or of lanes changes a bit of it.
 */
final class Gemm {
    /** Multiplications up to which a product is small. */
    private static final long SMALL = 1L << 18;

    /** The same of each product of a batch, which threads share out product by product if they are small. */
    private static final long SMALL_OF_BATCH = 1L << 23;

    /** Rows from which on a copy of B serves enough of them. */
    private static final int ROWS = 96;

    /** Elements of C up to which a product with a transposed A stays in place. */
    private static final int LITTLE_RESULT = 96 * 64;

    private final InPlaceGemm inPlace;
    private final PackedGemm packed;

    Gemm(Workers workers) {
        inPlace = new InPlaceGemm(workers);
        packed = new PackedGemm(workers);
    }

    /** As {@link org.timbrel.engine.backend.Backend#matmul}. */
    void multiply(
            MatmulShape s, float[] a, float[] b, float[] bias, Activation activation, boolean accumulate, float[] c) {
        if (s.k() == 0) {
            throw new IllegalArgumentException("a matrix product needs a depth k of at least 1, got " + s);
        }
        Epilogue epilogue =
                bias == null && activation == Activation.NONE ? Epilogue.NONE : new Epilogue(bias, activation);
        if (!isLarge(s)) {
            inPlace.multiply(s, a, b, epilogue, accumulate, c);
            return;
        }
        for (int i = 0; i < s.batch(); i++) {
            packed.multiply(s, i, a, b, epilogue, accumulate, c);
        }
    }

    /** Whether it pays to copy both operands. */
    private static boolean isLarge(MatmulShape s) {
        if ((long) s.m() * s.n() * s.k() <= (s.batch() == 1 ? SMALL : SMALL_OF_BATCH)) {
            return false;
        }
        if (s.transposeA()) {
            return (long) s.m() * s.n() > LITTLE_RESULT;
        }
        return s.m() >= ROWS;
    }
}
