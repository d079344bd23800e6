package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.timbrel.engine.backend.Conv2dShape;

/**
 * Mean and variance of each channel of a convolution's output, gathered while it is made. Two rows at a time, as pooling
 * takes them, get their bias and ReLU, their sum, and the sum of their squared distances from their own mean; the parts
 * are joined at the end (Chan, Golub and LeVeque, 1983), in the order of the rows and in double precision. An object serves one
 * batch after another.
 */
final class BatchStatistics {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private Conv2dShape s;
    private float[] bias;
    private float floor;
    private int pairs;
    /** For each pair of rows the sums of all channels, then their squared distances. */
    private float[] parts;

    private double[] means;
    private double[] squares;

    /**
     * Begins a batch.
     *
     * @param bias (o) added before; whole vectors
     */
    void begin(Conv2dShape s, float[] bias, boolean relu, Scratch scratch) {
        this.s = s;
        this.bias = bias;
        this.floor = relu ? 0 : Float.NEGATIVE_INFINITY;
        this.pairs = (s.outT() + 1) / 2;
        this.parts = scratch.floats(Scratch.Use.BATCH_STATISTICS, s.n() * pairs * 2 * s.o());
        this.means = scratch.doubles(Scratch.Use.CHANNEL_SUMS, s.o());
        this.squares = scratch.doubles(Scratch.Use.CHANNEL_SQUARES, s.o());
    }

    /** Finishes {@code positions} positions from {@code from} on and takes them in. */
    void add(float[] z, int from, int positions, int image, int pair) {
        int at = (image * pairs + pair) * 2 * s.o();
        for (int o = 0; o < s.o(); o += LANES) {
            addBias(z, from + o, positions, s.o(), bias, o, floor, parts, at + o);
            addSquares(z, from + o, positions, s.o(), parts, at + o, at + s.o() + o);
        }
    }

    private static void addBias(
            float[] z, int from, int positions, int step, float[] bias, int o, float floor, float[] sums, int at) {
        FloatVector biases = FloatVector.fromArray(SPECIES, bias, o);
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < positions; i++) {
            FloatVector value = FloatVector.fromArray(SPECIES, z, from + i * step)
                    .add(biases)
                    .max(floor);
            value.intoArray(z, from + i * step);
            sum = sum.add(value);
        }
        sum.intoArray(sums, at);
    }

    private static void addSquares(float[] z, int from, int positions, int step, float[] sums, int sumAt, int at) {
        FloatVector centre = FloatVector.fromArray(SPECIES, sums, sumAt).div(positions);
        FloatVector squares = FloatVector.zero(SPECIES);
        for (int i = 0; i < positions; i++) {
            FloatVector distance =
                    FloatVector.fromArray(SPECIES, z, from + i * step).sub(centre);
            squares = distance.fma(distance, squares);
        }
        squares.intoArray(sums, at);
    }

    /** The mean and the biased variance of everything that was added. */
    void finish(float[] mean, float[] variance) {
        int o = s.o();
        double rows = (double) s.n() * s.outT() * s.outF();
        Arrays.fill(means, 0, o, 0);
        Arrays.fill(squares, 0, o, 0);
        for (int part = 0; part < s.n() * pairs; part++) {
            for (int c = 0; c < o; c++) {
                means[c] += parts[part * 2 * o + c] / rows;
            }
        }
        for (int part = 0; part < s.n() * pairs; part++) {
            int last = part % pairs == pairs - 1 && s.outT() % 2 == 1 ? 1 : 2;
            double positions = last * s.outF();
            for (int c = 0; c < o; c++) {
                double distance = parts[part * 2 * o + c] / positions - means[c];
                squares[c] += parts[(part * 2 + 1) * o + c] + positions * distance * distance;
            }
        }
        for (int c = 0; c < o; c++) {
            mean[c] = (float) means[c];
            variance[c] = (float) (squares[c] / rows);
        }
    }
}
