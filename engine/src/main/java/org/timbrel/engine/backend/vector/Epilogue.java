package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.timbrel.engine.backend.Activation;

/**
 * Bias and activation of a product, in a pass of its own over the part that was just computed and still is in cache; in
 * the microkernel they would cost registers.
 */
final class Epilogue {
    /** Leaves the product as it is. */
    static final Epilogue NONE = new Epilogue(null, Activation.NONE);

    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private final float[] bias;
    private final Activation activation;

    /** @param bias a value for each column of the whole result, null for none */
    Epilogue(float[] bias, Activation activation) {
        this.bias = bias;
        this.activation = activation;
    }

    /** Finishes a block of c that begins at {@code at} and at the given column of the whole result. */
    void apply(float[] c, int at, int stride, int rows, int column, int columns, Scratch scratch) {
        for (int r = 0; r < rows; r++) {
            int row = at + r * stride;
            if (bias != null && activation == Activation.RELU) {
                addBiasRelu(c, row, column, columns);
            } else {
                if (bias != null) {
                    addBias(c, row, column, columns);
                }
                if (activation != Activation.NONE) {
                    Maps.apply(activation.map(), c, row, c, row, columns, scratch);
                }
            }
        }
    }

    private void addBias(float[] c, int row, int column, int columns) {
        int whole = Lanes.floor(columns);
        for (int j = 0; j < whole; j += LANES) {
            FloatVector.fromArray(SPECIES, c, row + j)
                    .add(FloatVector.fromArray(SPECIES, bias, column + j))
                    .intoArray(c, row + j);
        }
        for (int j = whole; j < columns; j++) {
            c[row + j] += bias[column + j];
        }
    }

    private void addBiasRelu(float[] c, int row, int column, int columns) {
        int whole = Lanes.floor(columns);
        for (int j = 0; j < whole; j += LANES) {
            FloatVector.fromArray(SPECIES, c, row + j)
                    .add(FloatVector.fromArray(SPECIES, bias, column + j))
                    .max(0)
                    .intoArray(c, row + j);
        }
        for (int j = whole; j < columns; j++) {
            c[row + j] = Math.max(c[row + j] + bias[column + j], 0);
        }
    }
}
