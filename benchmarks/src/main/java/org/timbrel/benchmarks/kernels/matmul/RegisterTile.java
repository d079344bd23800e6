package org.timbrel.benchmarks.kernels.matmul;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rung 5, the register tile: six rows of C times two vectors of columns stay in registers. Each vector of B that is loaded
 * serves six rows, each number of A two vectors.
 *
 * <pre>
 *                   B  . [####][####] .     2 loads
 *    A   k
 *    . . # .        C  . [sum ][sum ] .
 *    . . # .           . [sum ][sum ] .
 *    . . # .           . [sum ][sum ] .     6 x 2 sums, 12 multiply-adds
 *    . . # .           . [sum ][sum ] .     for 2 + 6 loads: now arithmetic
 *    . . # .           . [sum ][sum ] .     is what there is most of
 *    . . # .           . [sum ][sum ] .
 *      6 loads
 * </pre>
 *
 * Twelve sums hide the four cycles that a multiply-add takes, and with two vectors of B and one number of A they fit the
 * sixteen registers of AVX2. The method has exactly one loop, as the JIT compiler of JDK 17 loses registers when sums
 * pass through two.
 *
 * <p>What limits it: rows of B lie far apart, and if the distance is a power of two they compete for the same few places
 * of the cache; every step also lands on a new page of memory. And what does not fill a tile is done number by number.
 */
public final class RegisterTile implements MatmulKernel {
    /** Rows of a tile. */
    public static final int ROWS = 6;

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Columns of a tile. */
    public static final int COLUMNS = 2 * LANES;

    private static final int DEPTH = 256;

    @Override
    public void multiply(int m, int n, int k, float[] a, float[] b, float[] c) {
        Arrays.fill(c, 0, m * n, 0);
        int rows = m - m % ROWS;
        int columns = n - n % COLUMNS;
        for (int p = 0; p < k; p += DEPTH) {
            int depth = Math.min(DEPTH, k - p);
            for (int j = 0; j < columns; j += COLUMNS) {
                for (int i = 0; i < rows; i += ROWS) {
                    tile(a, i * k + p, k, 1, b, p * n + j, n, c, i * n + j, n, depth);
                }
            }
            edge(a, b, c, n, k, p, depth, 0, rows, columns);
            edge(a, b, c, n, k, p, depth, rows, m, 0);
        }
    }

    /** Rows from {@code row} to below {@code end}, columns from {@code column} on. */
    private static void edge(
            float[] a, float[] b, float[] c, int n, int k, int first, int depth, int row, int end, int column) {
        for (int i = row; i < end; i++) {
            for (int p = first; p < first + depth; p++) {
                LoopOrder.addScaledRow(a[i * k + p], b, p * n + column, c, i * n + column, n - column);
            }
        }
    }

    /**
     * Adds a tile's products to C.
     *
     * @param aRow distance between rows of A, {@code aStep} between its columns
     * @param bRow distance between rows of B
     * @param cRow distance between rows of C
     */
    public static void tile(
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            float[] b,
            int bAt,
            int bRow,
            float[] c,
            int cAt,
            int cRow,
            int depth) {
        FloatVector l0 = load(c, cAt);
        FloatVector r0 = load(c, cAt + LANES);
        FloatVector l1 = load(c, cAt + cRow);
        FloatVector r1 = load(c, cAt + cRow + LANES);
        FloatVector l2 = load(c, cAt + 2 * cRow);
        FloatVector r2 = load(c, cAt + 2 * cRow + LANES);
        FloatVector l3 = load(c, cAt + 3 * cRow);
        FloatVector r3 = load(c, cAt + 3 * cRow + LANES);
        FloatVector l4 = load(c, cAt + 4 * cRow);
        FloatVector r4 = load(c, cAt + 4 * cRow + LANES);
        FloatVector l5 = load(c, cAt + 5 * cRow);
        FloatVector r5 = load(c, cAt + 5 * cRow + LANES);
        for (int p = 0; p < depth; p++) {
            FloatVector left = load(b, bAt + p * bRow);
            FloatVector right = load(b, bAt + p * bRow + LANES);
            int at = aAt + p * aStep;
            FloatVector x = FloatVector.broadcast(SPECIES, a[at]);
            l0 = x.fma(left, l0);
            r0 = x.fma(right, r0);
            x = FloatVector.broadcast(SPECIES, a[at + aRow]);
            l1 = x.fma(left, l1);
            r1 = x.fma(right, r1);
            x = FloatVector.broadcast(SPECIES, a[at + 2 * aRow]);
            l2 = x.fma(left, l2);
            r2 = x.fma(right, r2);
            x = FloatVector.broadcast(SPECIES, a[at + 3 * aRow]);
            l3 = x.fma(left, l3);
            r3 = x.fma(right, r3);
            x = FloatVector.broadcast(SPECIES, a[at + 4 * aRow]);
            l4 = x.fma(left, l4);
            r4 = x.fma(right, r4);
            x = FloatVector.broadcast(SPECIES, a[at + 5 * aRow]);
            l5 = x.fma(left, l5);
            r5 = x.fma(right, r5);
        }
        l0.intoArray(c, cAt);
        r0.intoArray(c, cAt + LANES);
        l1.intoArray(c, cAt + cRow);
        r1.intoArray(c, cAt + cRow + LANES);
        l2.intoArray(c, cAt + 2 * cRow);
        r2.intoArray(c, cAt + 2 * cRow + LANES);
        l3.intoArray(c, cAt + 3 * cRow);
        r3.intoArray(c, cAt + 3 * cRow + LANES);
        l4.intoArray(c, cAt + 4 * cRow);
        r4.intoArray(c, cAt + 4 * cRow + LANES);
        l5.intoArray(c, cAt + 5 * cRow);
        r5.intoArray(c, cAt + 5 * cRow + LANES);
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }
}
