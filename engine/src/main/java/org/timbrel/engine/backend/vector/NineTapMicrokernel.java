package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.timbrel.engine.backend.Conv2dShape;

/**
 * A 3x3 kernel over one channel, as the first layer of a spectrogram's CNN has it, for one vector of output channels and a
 * row of positions. The nine taps stay in registers, and x is read where it lies, without gathering patches.
 */
final class NineTapMicrokernel {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;

    private NineTapMicrokernel() {}

    /** Whether a convolution is one for these kernels: strides of 1, and whole vectors of output channels. */
    static boolean computes(Conv2dShape s) {
        boolean threeByThree = s.c() == 1 && s.kt() == 3 && s.kf() == 3;
        return threeByThree && s.strideT() == 1 && s.strideF() == 1 && s.o() % Lanes.COUNT == 0;
    }

    /**
     * y[f] = sum over the taps (i, j) of x[i, f + j] w[i, j], for n positions.
     *
     * @param x rows of the image with their border, the window's first at {@code x0}, the next {@code xRow} further on
     * @param w nine rows of {@code step} floats
     * @param y the output, {@code step} floats from a position to the next
     */
    static void multiply(float[] x, int x0, int xRow, float[] w, int w0, float[] y, int y0, int step, int n) {
        FloatVector tap0 = FloatVector.fromArray(SPECIES, w, w0);
        FloatVector tap1 = FloatVector.fromArray(SPECIES, w, w0 + step);
        FloatVector tap2 = FloatVector.fromArray(SPECIES, w, w0 + 2 * step);
        FloatVector tap3 = FloatVector.fromArray(SPECIES, w, w0 + 3 * step);
        FloatVector tap4 = FloatVector.fromArray(SPECIES, w, w0 + 4 * step);
        FloatVector tap5 = FloatVector.fromArray(SPECIES, w, w0 + 5 * step);
        FloatVector tap6 = FloatVector.fromArray(SPECIES, w, w0 + 6 * step);
        FloatVector tap7 = FloatVector.fromArray(SPECIES, w, w0 + 7 * step);
        FloatVector tap8 = FloatVector.fromArray(SPECIES, w, w0 + 8 * step);
        int second = x0 + xRow;
        int third = second + xRow;
        for (int f = 0; f < n; f++) {
            FloatVector sum = FloatVector.broadcast(SPECIES, x[x0 + f]).mul(tap0);
            sum = FloatVector.broadcast(SPECIES, x[x0 + f + 1]).fma(tap1, sum);
            sum = FloatVector.broadcast(SPECIES, x[x0 + f + 2]).fma(tap2, sum);
            sum = FloatVector.broadcast(SPECIES, x[second + f]).fma(tap3, sum);
            sum = FloatVector.broadcast(SPECIES, x[second + f + 1]).fma(tap4, sum);
            sum = FloatVector.broadcast(SPECIES, x[second + f + 2]).fma(tap5, sum);
            sum = FloatVector.broadcast(SPECIES, x[third + f]).fma(tap6, sum);
            sum = FloatVector.broadcast(SPECIES, x[third + f + 1]).fma(tap7, sum);
            FloatVector.broadcast(SPECIES, x[third + f + 2]).fma(tap8, sum).intoArray(y, y0 + f * step);
        }
    }

    /**
     * The way back: dw[i, j] += x[i, f + j] dy[f], and dbias += dy[f] as a tenth row, for n positions.
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
