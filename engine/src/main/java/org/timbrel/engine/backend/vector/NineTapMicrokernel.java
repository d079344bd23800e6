package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gradient of a 3x3 kernel over one channel, and of its bias, for one vector of output channels: over n positions of
 * a row, dw[i, j] += x[i, f + j] dy[f] for the nine taps (i, j), and dbias += dy[f].
 *
 * <p>With so few rows the product costs less than fetching dy, so x is read where it lies, without gathering patches, and
 * the bias goes along in the same pass as a tenth row.
 */
final class NineTapMicrokernel {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;

    private NineTapMicrokernel() {}

    /**
     * One row of positions.
     *
     * @param x rows of the image with their border, the window's first at {@code x0}, the next {@code xRow} further on
     * @param dy the gradient of the output, {@code dyStep} floats from a position to the next
     * @param dw ten rows of {@code dwRow} floats: nine taps and the bias
     */
    static void add(
            float[] x, int x0, int xRow, float[] dy, int dy0, int dyStep, float[] dw, int dw0, int dwRow, int n) {
        FloatVector w0 = FloatVector.fromArray(SPECIES, dw, dw0);
        FloatVector w1 = FloatVector.fromArray(SPECIES, dw, dw0 + dwRow);
        FloatVector w2 = FloatVector.fromArray(SPECIES, dw, dw0 + 2 * dwRow);
        FloatVector w3 = FloatVector.fromArray(SPECIES, dw, dw0 + 3 * dwRow);
        FloatVector w4 = FloatVector.fromArray(SPECIES, dw, dw0 + 4 * dwRow);
        FloatVector w5 = FloatVector.fromArray(SPECIES, dw, dw0 + 5 * dwRow);
        FloatVector w6 = FloatVector.fromArray(SPECIES, dw, dw0 + 6 * dwRow);
        FloatVector w7 = FloatVector.fromArray(SPECIES, dw, dw0 + 7 * dwRow);
        FloatVector w8 = FloatVector.fromArray(SPECIES, dw, dw0 + 8 * dwRow);
        FloatVector bias = FloatVector.fromArray(SPECIES, dw, dw0 + 9 * dwRow);
        int second = x0 + xRow;
        int third = second + xRow;
        for (int f = 0; f < n; f++) {
            FloatVector d = FloatVector.fromArray(SPECIES, dy, dy0 + f * dyStep);
            w0 = FloatVector.broadcast(SPECIES, x[x0 + f]).fma(d, w0);
            w1 = FloatVector.broadcast(SPECIES, x[x0 + f + 1]).fma(d, w1);
            w2 = FloatVector.broadcast(SPECIES, x[x0 + f + 2]).fma(d, w2);
            w3 = FloatVector.broadcast(SPECIES, x[second + f]).fma(d, w3);
            w4 = FloatVector.broadcast(SPECIES, x[second + f + 1]).fma(d, w4);
            w5 = FloatVector.broadcast(SPECIES, x[second + f + 2]).fma(d, w5);
            w6 = FloatVector.broadcast(SPECIES, x[third + f]).fma(d, w6);
            w7 = FloatVector.broadcast(SPECIES, x[third + f + 1]).fma(d, w7);
            w8 = FloatVector.broadcast(SPECIES, x[third + f + 2]).fma(d, w8);
            bias = bias.add(d);
        }
        w0.intoArray(dw, dw0);
        w1.intoArray(dw, dw0 + dwRow);
        w2.intoArray(dw, dw0 + 2 * dwRow);
        w3.intoArray(dw, dw0 + 3 * dwRow);
        w4.intoArray(dw, dw0 + 4 * dwRow);
        w5.intoArray(dw, dw0 + 5 * dwRow);
        w6.intoArray(dw, dw0 + 6 * dwRow);
        w7.intoArray(dw, dw0 + 7 * dwRow);
        w8.intoArray(dw, dw0 + 8 * dwRow);
        bias.intoArray(dw, dw0 + 9 * dwRow);
    }
}
