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

    /**
     * The bits that an index may have. Where a kernel takes an index through this mask, the compiler knows that a vector's length
     * added to it does not overflow, and computes one address where it would compute one for each load. No array of this
     * backend is longer: {@link #array}.
     */
    static final int INDEX = 0x3fff_ffff;

    /** The bits that the depth of a packed panel may have, since a panel is an array. */
    static final int DEPTH = INDEX / TILE_COLUMNS;

    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

    /** Whether there are 32 vector registers (AVX-512, Arm) and not 16 (AVX2, AVX). */
    static final boolean MANY_REGISTERS = SPECIES.vectorBitSize() == 512 || ARM;

    /**
     * Whether the processor multiplies and adds in one instruction, as all do that have more than 128 bits, and Arm's; where it
     * does not, java computes with big decimal numbers, microseconds each.
     */
    static final boolean FUSED_MULTIPLY_ADD = SPECIES.vectorBitSize() > 128 || ARM || fusesQuickly();

    private Lanes() {}

    /** New memory for numbers, of which no index goes beyond {@link #INDEX}. */
    static float[] array(int length) {
        if (length > INDEX) {
            throw new IllegalArgumentException("an array of " + length
                    + " numbers is longer than the vector kernels reach, " + INDEX + "; a smaller batch needs less");
        }
        return new float[length];
    }

    /** Whether a multiply-add takes less than half a microsecond: one instruction takes a fiftieth of that, even interpreted. */
    private static boolean fusesQuickly() {
        long shortest = Long.MAX_VALUE;
        float x = 1.1f;
        for (int round = 0; round < 5; round++) {
            long begun = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                x = Math.fma(x, 0.9f, 0.1f);
            }
            shortest = Math.min(shortest, System.nanoTime() - begun);
        }
        return x > 0 && shortest < 50_000;
    }

    /** The largest multiple of the vector length that is not beyond n. */
    static int floor(int n) {
        return n - n % COUNT;
    }

    /** Vectors that n numbers fill, the last one perhaps in part. */
    static int vectors(int n) {
        return (n + COUNT - 1) / COUNT;
    }
}
