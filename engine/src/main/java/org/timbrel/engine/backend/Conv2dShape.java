package org.timbrel.engine.backend;

/**
 * A two-dimensional convolution (cross-correlation, as every framework has it), channels last.
 *
 * <pre>
 * x (N,T,F,C)   w (KT,KF,C,O)   y (N,T',F',O)
 * y[n,t,f,o] = sum over i,j,c of x[n, t*strideT + i - padT, f*strideF + j - padF, c] * w[i,j,c,o]
 * </pre>
 *
 * Positions outside x count as zero.
 *
 * @param n images
 * @param t rows of x (time)
 * @param f columns of x (frequency)
 * @param c channels of x
 * @param kt rows of the kernel
 * @param kf columns of the kernel
 * @param o channels of y
 * @param strideT step in rows
 * @param strideF step in columns
 * @param padT zero rows before x
 * @param padF zero columns before x
 * @param outT rows of y, T'
 * @param outF columns of y, F'
 */
public record Conv2dShape(
        int n,
        int t,
        int f,
        int c,
        int kt,
        int kf,
        int o,
        int strideT,
        int strideF,
        int padT,
        int padF,
        int outT,
        int outF) {

    /** 'same' padding as TensorFlow has it: T' = ceil(T / stride), the odd zero row after x. */
    public static Conv2dShape same(int n, int t, int f, int c, int kt, int kf, int o, int strideT, int strideF) {
        int outT = (t + strideT - 1) / strideT;
        int outF = (f + strideF - 1) / strideF;
        int padT = Math.max(0, (outT - 1) * strideT + kt - t) / 2;
        int padF = Math.max(0, (outF - 1) * strideF + kf - f) / 2;
        return new Conv2dShape(n, t, f, c, kt, kf, o, strideT, strideF, padT, padF, outT, outF);
    }

    /** 'valid' padding: the kernel stays inside x, T' = floor((T - KT) / stride) + 1. */
    public static Conv2dShape valid(int n, int t, int f, int c, int kt, int kf, int o, int strideT, int strideF) {
        int outT = Math.floorDiv(t - kt, strideT) + 1;
        int outF = Math.floorDiv(f - kf, strideF) + 1;
        return new Conv2dShape(n, t, f, c, kt, kf, o, strideT, strideF, 0, 0, outT, outF);
    }

    /** Elements of x. */
    public int inputSize() {
        return n * t * f * c;
    }

    /** Elements of w. */
    public int weightSize() {
        return kt * kf * c * o;
    }

    /** Elements of y. */
    public int outputSize() {
        return n * outT * outF * o;
    }

    /** Floating-point operations of one pass: a multiplication and an addition for each term, padding counted. */
    public long flops() {
        return 2L * n * outT * outF * o * kt * kf * c;
    }
}
