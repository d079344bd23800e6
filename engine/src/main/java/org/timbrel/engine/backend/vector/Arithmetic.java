package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Sums and products of ranges, element by element. */
final class Arithmetic {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private Arithmetic() {}

    /** y[yAt + i] += x[xAt + i]. */
    static void add(float[] x, int xAt, float[] y, int yAt, int n) {
        int whole = Lanes.floor(n);
        for (int i = 0; i < whole; i += LANES) {
            load(y, yAt + i).add(load(x, xAt + i)).intoArray(y, yAt + i);
        }
        for (int i = whole; i < n; i++) {
            y[yAt + i] += x[xAt + i];
        }
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }
}
