package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector width of this machine, and what depends on it. */
final class Lanes {
    /** The widest species the machine runs well: 512, 256 or 128 bits. */
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** Floats in a vector. */
    static final int COUNT = SPECIES.length();

    /** Columns of a microkernel's tile: two vectors. */
    static final int TILE_COLUMNS = 2 * COUNT;

    /** Whether there are 32 vector registers (AVX-512, Arm) and not 16 (AVX2, SSE). */
    static final boolean MANY_REGISTERS =
            SPECIES.vectorBitSize() == 512 || System.getProperty("os.arch").equals("aarch64");

    private Lanes() {}

    /** The largest multiple of the vector length that is not beyond n. */
    static int floor(int n) {
        return n - n % COUNT;
    }

    /** Vectors that n numbers fill, the last one perhaps in part. */
    static int vectors(int n) {
        return (n + COUNT - 1) / COUNT;
    }
}
