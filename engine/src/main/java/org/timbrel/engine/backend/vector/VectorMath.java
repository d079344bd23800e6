package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * exp, log, sigmoid and tanh on vectors, by polynomials of our own: the transcendental operators of the Vector API give
 * other bits once they are compiled, these don't. NaN stays NaN.
 *
 * <p>The compiler stops inlining ordinary methods in the middle of an expression as long as these, and a vector that goes
 * through a call becomes an object; so these methods call nothing but the Vector API, and callers use each of them once
 * in a loop of its own.
 *
 * <p>What is out of range is replaced at the end, which costs a comparison that waits for nothing. Minimum and maximum at
 * the start would stand at the head of the chain, and Java's, which look after NaN and -0, take several instructions:
 * with them exp took twice as long.
 *
 * <p>Polynomials of exp and log: Cephes (Moshier), {@code expf} and {@code logf}; the rational of tanh: Eigen,
 * {@code ptanh_float}. Errors stay within some 3 units in the last place.
 */
final class VectorMath {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;

    private static final float LOG2_E = 1.44269504088896341f;
    /** ln 2 in two parts, the first exact in few bits. */
    private static final float LN2_HIGH = 0.693359375f;

    private static final float LN2_LOW = -2.12194440e-4f;

    /** 1.5 x 2^23: adding it rounds to an integer, which then stands in the lowest bits. */
    private static final float ROUNDER = 12582912f;

    private static final float EXP_LARGEST = 88.7228390f;
    private static final float EXP_SMALLEST = -87.3365448f;
    static final float TANH_LARGEST = 7.90531110763549805f;
    static final float TANH_AT_LARGEST = 0.99999976f;

    // tanh x = x P(x^2) / Q(x^2), coefficients by their powers of x
    static final float TANH_P12 = -2.76076847742355e-16f;
    static final float TANH_P10 = 2.00018790482477e-13f;
    static final float TANH_P8 = -8.60467152213735e-11f;
    static final float TANH_P6 = 5.12229709037114e-08f;
    static final float TANH_P4 = 1.48572235717979e-05f;
    static final float TANH_P2 = 6.37261928875436e-04f;
    static final float TANH_P0 = 4.89352455891786e-03f;
    static final float TANH_Q6 = 1.19825839466702e-06f;
    static final float TANH_Q4 = 1.18534705686654e-04f;
    static final float TANH_Q2 = 2.26843463243900e-03f;
    static final float TANH_Q0 = 4.89352518554385e-03f;

    private static final float SMALLEST_NORMAL = Float.MIN_NORMAL;
    private static final float TWO_TO_23 = 8388608f;
    private static final float SQRT_HALF = 0.707106781186547524f;
    private static final int MANTISSA_BITS = 23;
    private static final int MANTISSA_MASK = 0x007FFFFF;
    private static final int HALF_EXPONENT = 0x3F000000;
    private static final int ROUNDER_BITS = 0x4B400000;

    private VectorMath() {}

    /** e^x; 0 where the result would be subnormal. */
    static FloatVector exp(FloatVector x) {
        // x = n ln 2 + r
        FloatVector shifted = x.fma(FloatVector.broadcast(SPECIES, LOG2_E), FloatVector.broadcast(SPECIES, ROUNDER));
        FloatVector n = shifted.sub(ROUNDER);
        FloatVector r =
                n.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), n.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), x));
        FloatVector p = FloatVector.broadcast(SPECIES, 1.9875691500e-4f);
        p = p.fma(r, FloatVector.broadcast(SPECIES, 1.3981999507e-3f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 8.3334519073e-3f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 4.1665795894e-2f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 1.6666665459e-1f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 5.0000001201e-1f));
        p = p.fma(r.mul(r), r).add(1);
        // times 2^n, by adding n to the exponent
        IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
        FloatVector y = p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
        y = y.blend(0, x.compare(VectorOperators.LT, EXP_SMALLEST));
        return y.blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, EXP_LARGEST));
    }

    /** 1 / (1 + e^-x). */
    static FloatVector sigmoid(FloatVector x) {
        return FloatVector.broadcast(SPECIES, 1).div(exp(x.neg()).add(1));
    }

    /** tanh x, as x P(x^2) / Q(x^2) within the range where it is not 1. */
    static FloatVector tanh(FloatVector x) {
        FloatVector s = x.mul(x);
        FloatVector p = FloatVector.broadcast(SPECIES, TANH_P12);
        p = p.fma(s, FloatVector.broadcast(SPECIES, TANH_P10));
        p = p.fma(s, FloatVector.broadcast(SPECIES, TANH_P8));
        p = p.fma(s, FloatVector.broadcast(SPECIES, TANH_P6));
        p = p.fma(s, FloatVector.broadcast(SPECIES, TANH_P4));
        p = p.fma(s, FloatVector.broadcast(SPECIES, TANH_P2));
        p = p.fma(s, FloatVector.broadcast(SPECIES, TANH_P0));
        FloatVector q = FloatVector.broadcast(SPECIES, TANH_Q6);
        q = q.fma(s, FloatVector.broadcast(SPECIES, TANH_Q4));
        q = q.fma(s, FloatVector.broadcast(SPECIES, TANH_Q2));
        q = q.fma(s, FloatVector.broadcast(SPECIES, TANH_Q0));
        FloatVector y = x.mul(p).div(q);
        y = y.blend(TANH_AT_LARGEST, x.compare(VectorOperators.GT, TANH_LARGEST));
        return y.blend(-TANH_AT_LARGEST, x.compare(VectorOperators.LT, -TANH_LARGEST));
    }

    /** Natural logarithm; -infinity at 0, NaN below. */
    static FloatVector log(FloatVector x) {
        VectorMask<Float> subnormal = x.compare(VectorOperators.LT, SMALLEST_NORMAL);
        FloatVector normal = x.blend(x.mul(TWO_TO_23), subnormal);
        IntVector bits = normal.reinterpretAsInts();
        // x = m 2^e with m in [sqrt(1/2), sqrt(2))
        FloatVector m = bits.and(MANTISSA_MASK).or(HALF_EXPONENT).reinterpretAsFloats();
        FloatVector e = bits.lanewise(VectorOperators.LSHR, MANTISSA_BITS)
                .add(ROUNDER_BITS - 126)
                .reinterpretAsFloats()
                .sub(ROUNDER);
        e = e.blend(e.sub(MANTISSA_BITS), subnormal);
        VectorMask<Float> low = m.compare(VectorOperators.LT, SQRT_HALF);
        e = e.blend(e.sub(1), low);
        m = m.blend(m.add(m), low).sub(1);
        FloatVector s = m.mul(m);
        FloatVector p = FloatVector.broadcast(SPECIES, 7.0376836292e-2f);
        p = p.fma(m, FloatVector.broadcast(SPECIES, -1.1514610310e-1f));
        p = p.fma(m, FloatVector.broadcast(SPECIES, 1.1676998740e-1f));
        p = p.fma(m, FloatVector.broadcast(SPECIES, -1.2420140846e-1f));
        p = p.fma(m, FloatVector.broadcast(SPECIES, 1.4249322787e-1f));
        p = p.fma(m, FloatVector.broadcast(SPECIES, -1.6668057665e-1f));
        p = p.fma(m, FloatVector.broadcast(SPECIES, 2.0000714765e-1f));
        p = p.fma(m, FloatVector.broadcast(SPECIES, -2.4999993993e-1f));
        p = p.fma(m, FloatVector.broadcast(SPECIES, 3.3333331174e-1f));
        FloatVector y = p.mul(m).mul(s);
        y = e.fma(FloatVector.broadcast(SPECIES, LN2_LOW), y);
        y = s.fma(FloatVector.broadcast(SPECIES, -0.5f), y);
        y = e.fma(FloatVector.broadcast(SPECIES, LN2_HIGH), m.add(y));
        y = y.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0));
        // infinity and NaN give themselves
        y = y.blend(x, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY).not());
        return y.blend(Float.NaN, x.compare(VectorOperators.LT, 0));
    }
}
