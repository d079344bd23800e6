package org.timbrel.benchmarks.kernels.matmul;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rung 4, the Vector API: we say ourselves what is a vector, and so may keep sums in registers. Four vectors of a row of C
 * stay there while k runs through a block; C is no longer loaded and stored at every step.
 *
 * <pre>
 *                   B  . [####][####][####][####] .
 *                      . [####][####][####][####] .   four vectors a step of k
 *    A
 *  i # # # #        C  . [sum ][sum ][sum ][sum ] .   four registers
 * </pre>
 *
 * The multiply-add is one instruction that rounds once ({@code fma}), which the compiler may not choose by itself because
 * the bits differ. Registers start from what is in C: an accumulator that begins as a static constant is fifty times
 * slower.
 *
 * <p>What limits it: a multiply-add takes four cycles, two can start in each, so eight sums must be under way and here
 * are four. And every vector of B that is loaded serves one row only: five loads (one is the number of A) for four
 * multiply-adds.
 */
final class VectorRow implements MatmulKernel {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int COLUMNS = 4 * LANES;
    private static final int DEPTH = 128;

    @Override
    public void multiply(int m, int n, int k, float[] a, float[] b, float[] c) {
        Arrays.fill(c, 0, m * n, 0);
        int whole = n - n % COLUMNS;
        for (int p = 0; p < k; p += DEPTH) {
            int depth = Math.min(DEPTH, k - p);
            for (int j = 0; j < whole; j += COLUMNS) {
                for (int i = 0; i < m; i++) {
                    fourVectors(a, i * k + p, b, p * n + j, n, c, i * n + j, depth);
                }
            }
            for (int i = 0; i < m; i++) {
                for (int q = p; q < p + depth; q++) {
                    LoopOrder.addScaledRow(a[i * k + q], b, q * n + whole, c, i * n + whole, n - whole);
                }
            }
        }
    }

    private static void fourVectors(float[] a, int aAt, float[] b, int bAt, int bRow, float[] c, int cAt, int depth) {
        FloatVector sum0 = FloatVector.fromArray(SPECIES, c, cAt);
        FloatVector sum1 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
        FloatVector sum2 = FloatVector.fromArray(SPECIES, c, cAt + 2 * LANES);
        FloatVector sum3 = FloatVector.fromArray(SPECIES, c, cAt + 3 * LANES);
        for (int p = 0; p < depth; p++) {
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p]);
            int row = bAt + p * bRow;
            sum0 = x.fma(FloatVector.fromArray(SPECIES, b, row), sum0);
            sum1 = x.fma(FloatVector.fromArray(SPECIES, b, row + LANES), sum1);
            sum2 = x.fma(FloatVector.fromArray(SPECIES, b, row + 2 * LANES), sum2);
            sum3 = x.fma(FloatVector.fromArray(SPECIES, b, row + 3 * LANES), sum3);
        }
        sum0.intoArray(c, cAt);
        sum1.intoArray(c, cAt + LANES);
        sum2.intoArray(c, cAt + 2 * LANES);
        sum3.intoArray(c, cAt + 3 * LANES);
    }
}
