package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.MatmulShape;

/**
 * Matrix product C = activation([C +] op(A) op(B) + bias), in the manner of Goto and van de Geijn ("Anatomy of
 * High-Performance Matrix Multiplication", 2008): large products copy B into panels ({@link BlockGemm}), and A too if it is
 * transposed ({@link PackedGemm}); small and thin ones would spend their time copying and read both in place
 * ({@link InPlaceGemm}). Which way is taken depends on the shape alone.
 */
final class Gemm {
    private static final long SMALL_PRODUCT = 1L << 23;
    private static final long SMALL_TRANSPOSED_PRODUCT = 1L << 22;
    private static final int FEW_ROWS = 64;
    private static final int FEW_COLUMNS = 128;

    private final InPlaceGemm inPlace;
    private final BlockGemm blocks;
    private final PackedGemm packed;

    Gemm(Workers workers) {
        inPlace = new InPlaceGemm(workers);
        blocks = new BlockGemm(workers);
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
        boolean thin = s.m() <= FEW_ROWS || (!s.transposeA() && s.n() <= FEW_COLUMNS);
        long small = s.transposeA() ? SMALL_TRANSPOSED_PRODUCT : SMALL_PRODUCT;
        if (thin || (long) s.m() * s.n() * s.k() <= small) {
            inPlace.multiply(s, a, b, epilogue, accumulate, c);
            return;
        }
        for (int i = 0; i < s.batch(); i++) {
            Matrix left = left(s, a, i);
            Matrix right = right(s, b, i);
            if (s.transposeA()) {
                packed.multiply(s, left, right, epilogue, accumulate, result(s, c, i));
            } else {
                blocks.multiply(s, left, right, epilogue, accumulate, result(s, c, i));
            }
        }
    }

    /** Operand op(A) of the i-th product. */
    static Matrix left(MatmulShape s, float[] a, int i) {
        return new Matrix(a, i * s.m() * s.k(), s.transposeA() ? s.m() : s.k(), s.transposeA());
    }

    /** Operand op(B) of the i-th product. */
    static Matrix right(MatmulShape s, float[] b, int i) {
        return new Matrix(b, i * s.k() * s.n(), s.transposeB() ? s.k() : s.n(), s.transposeB());
    }

    /** Result of the i-th product. */
    private static Matrix result(MatmulShape s, float[] c, int i) {
        return new Matrix(c, i * s.m() * s.n(), s.n(), false);
    }
}
