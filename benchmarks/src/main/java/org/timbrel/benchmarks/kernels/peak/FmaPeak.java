package org.timbrel.benchmarks.kernels.peak;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.timbrel.benchmarks.kernels.Contender;

/**
 * The peak of arithmetic, measured: multiply-adds on registers alone, twelve chains side by side so that none waits for
 * another. No kernel can do more than this; what it lacks to it is loads, stores and waiting.
 */
public final class FmaPeak {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int CHAINS = 12;
    private static final int STEPS = 20_000;

    private FmaPeak() {}

    /** Bits of a vector on this machine. */
    public static int vectorBits() {
        return SPECIES.vectorBitSize();
    }

    /**
     * The peak on some threads as a contender.
     *
     * @param work of the problem, in floating-point operations, in whose table it stands: one run does as many
     */
    public static Contender contender(int threads, double work) {
        double flopsOfACall = 2.0 * CHAINS * SPECIES.length() * STEPS;
        double callsOfARun = work / flopsOfACall / threads;
        return Contender.unchecked("FMA peak", Contender.Kind.PEAK, threads, repetitions -> {
            int calls = (int) Math.max(1, Math.round(repetitions * callsOfARun));
            double seconds = Together.seconds(threads, () -> repeat(calls));
            return seconds * repetitions * callsOfARun / calls;
        });
    }

    private static void repeat(int calls) {
        float[] x = new float[4 * SPECIES.length()];
        for (int i = 0; i < calls; i++) {
            chains(x);
        }
    }

    private static void chains(float[] x) {
        FloatVector factor = FloatVector.fromArray(SPECIES, x, 0);
        FloatVector term = FloatVector.fromArray(SPECIES, x, SPECIES.length());
        FloatVector sum0 = FloatVector.fromArray(SPECIES, x, 2 * SPECIES.length());
        FloatVector sum1 = sum0.add(1);
        FloatVector sum2 = sum0.add(2);
        FloatVector sum3 = sum0.add(3);
        FloatVector sum4 = sum0.add(4);
        FloatVector sum5 = sum0.add(5);
        FloatVector sum6 = sum0.add(6);
        FloatVector sum7 = sum0.add(7);
        FloatVector sum8 = sum0.add(8);
        FloatVector sum9 = sum0.add(9);
        FloatVector sum10 = sum0.add(10);
        FloatVector sum11 = sum0.add(11);
        for (int i = 0; i < STEPS; i++) {
            sum0 = factor.fma(term, sum0);
            sum1 = factor.fma(term, sum1);
            sum2 = factor.fma(term, sum2);
            sum3 = factor.fma(term, sum3);
            sum4 = factor.fma(term, sum4);
            sum5 = factor.fma(term, sum5);
            sum6 = factor.fma(term, sum6);
            sum7 = factor.fma(term, sum7);
            sum8 = factor.fma(term, sum8);
            sum9 = factor.fma(term, sum9);
            sum10 = factor.fma(term, sum10);
            sum11 = factor.fma(term, sum11);
        }
        FloatVector left = sum0.add(sum1).add(sum2).add(sum3).add(sum4).add(sum5);
        FloatVector right = sum6.add(sum7).add(sum8).add(sum9).add(sum10).add(sum11);
        left.add(right).intoArray(x, 3 * SPECIES.length());
    }
}
