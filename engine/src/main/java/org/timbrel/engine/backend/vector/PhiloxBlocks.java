package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.timbrel.engine.random.Philox;

/**
 * {@link Philox} for many blocks at once: one array a word, one lane a block, one loop over the arrays a round. The upper
 * half of a product of 32-bit numbers comes from 64-bit products of the even and the odd lanes; where the machine has no
 * such product on vectors (below 512 bits), plain long arithmetic does the same.
 */
final class PhiloxBlocks {
    /** Blocks of one call. */
    static final int COUNT = 1024;

    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final boolean LONG_PRODUCTS = Lanes.SPECIES.vectorBitSize() == 512;
    private static final long LOW = 0xFFFFFFFFL;

    private PhiloxBlocks() {}

    /** Fills words[w][i] with word w of block first + i, for all i below {@link #COUNT}. */
    static void fill(long seed, int stream, long step, int first, int[][] words) {
        for (int i = 0; i < COUNT; i++) {
            words[0][i] = first + i;
            words[1][i] = stream;
            words[2][i] = (int) step;
            words[3][i] = (int) (step >>> 32);
        }
        int key0 = (int) seed;
        int key1 = (int) (seed >>> 32);
        for (int round = 0; round < Philox.ROUNDS; round++) {
            if (LONG_PRODUCTS) {
                vectorRound(words[0], words[1], words[2], words[3], key0, key1);
            } else {
                plainRound(words[0], words[1], words[2], words[3], key0, key1);
            }
            key0 += Philox.WEYL_0;
            key1 += Philox.WEYL_1;
        }
    }

    private static void plainRound(int[] w0, int[] w1, int[] w2, int[] w3, int key0, int key1) {
        for (int i = 0; i < COUNT; i++) {
            long p0 = (w0[i] & LOW) * (Philox.MULTIPLIER_0 & LOW);
            long p1 = (w2[i] & LOW) * (Philox.MULTIPLIER_1 & LOW);
            w0[i] = (int) (p1 >>> 32) ^ w1[i] ^ key0;
            w2[i] = (int) (p0 >>> 32) ^ w3[i] ^ key1;
            w1[i] = (int) p1;
            w3[i] = (int) p0;
        }
    }

    private static void vectorRound(int[] w0, int[] w1, int[] w2, int[] w3, int key0, int key1) {
        for (int i = 0; i < COUNT; i += INTS.length()) {
            IntVector c0 = IntVector.fromArray(INTS, w0, i);
            IntVector c1 = IntVector.fromArray(INTS, w1, i);
            IntVector c2 = IntVector.fromArray(INTS, w2, i);
            IntVector c3 = IntVector.fromArray(INTS, w3, i);
            high(c2, Philox.MULTIPLIER_1 & LOW)
                    .lanewise(VectorOperators.XOR, c1)
                    .lanewise(VectorOperators.XOR, key0)
                    .intoArray(w0, i);
            high(c0, Philox.MULTIPLIER_0 & LOW)
                    .lanewise(VectorOperators.XOR, c3)
                    .lanewise(VectorOperators.XOR, key1)
                    .intoArray(w2, i);
            c2.mul(Philox.MULTIPLIER_1).intoArray(w1, i);
            c0.mul(Philox.MULTIPLIER_0).intoArray(w3, i);
        }
    }

    /** The upper 32 bits of the unsigned products. */
    private static IntVector high(IntVector x, long multiplier) {
        LongVector pairs = x.reinterpretAsLongs();
        LongVector even = pairs.and(LOW).mul(multiplier).lanewise(VectorOperators.LSHR, 32);
        LongVector odd =
                pairs.lanewise(VectorOperators.LSHR, 32).mul(multiplier).and(~LOW);
        return even.or(odd).reinterpretAsInts();
    }
}
