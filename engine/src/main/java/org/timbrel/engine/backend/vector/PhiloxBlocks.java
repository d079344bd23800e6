package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import org.timbrel.engine.random.Philox;

/**
 * {@link Philox} for many blocks at once: one array a word, one lane a block, one loop over the arrays a word and a round.
 *
 * <p>These are plain loops, because the compiler turns them into vectors by itself: 0.5 ns a number with 512 bits, as fast
 * as the Vector API, whose integer vectors JDK 17 now and then puts on the heap, ten times slower. The upper half of a
 * product of 32-bit numbers is put together from products of their 16-bit halves, none of which leaves 32 bits.
 */
final class PhiloxBlocks {
    /** Most blocks of one call. */
    static final int COUNT = 1024;

    private static final int LOW = 0xFFFF;

    private PhiloxBlocks() {}

    /** Fills words[w][i] with word w of block first + i, for all i below {@code n}, a multiple of 16. */
    static void fill(long seed, int stream, long step, int first, int n, int[][] words) {
        for (int i = 0; i < n; i++) {
            words[0][i] = first + i;
        }
        Arrays.fill(words[1], 0, n, stream);
        Arrays.fill(words[2], 0, n, (int) step);
        Arrays.fill(words[3], 0, n, (int) (step >>> 32));
        int key0 = (int) seed;
        int key1 = (int) (seed >>> 32);
        for (int round = 0; round < Philox.ROUNDS; round++) {
            multiply(words[0], Philox.MULTIPLIER_0, words[3], key1, n);
            multiply(words[2], Philox.MULTIPLIER_1, words[1], key0, n);
            exchange(words);
            key0 += Philox.WEYL_0;
            key1 += Philox.WEYL_1;
        }
    }

    /** x = the lower half of x multiplier, y = its upper half xor y xor key. */
    private static void multiply(int[] x, int multiplier, int[] y, int key, int n) {
        int low = multiplier & LOW;
        int high = multiplier >>> 16;
        for (int i = 0; i < n; i++) {
            int whole = x[i];
            int lower = whole & LOW;
            int upper = whole >>> 16;
            int middle = upper * low + (lower * low >>> 16);
            int carry = lower * high + (middle & LOW);
            y[i] = (upper * high + (middle >>> 16) + (carry >>> 16)) ^ y[i] ^ key;
            x[i] = whole * multiplier;
        }
    }

    /** After {@link #multiply} word 0 lies in array 1, 1 in 2, 2 in 3 and 3 in 0. */
    private static void exchange(int[][] words) {
        int[] last = words[0];
        words[0] = words[1];
        words[1] = words[2];
        words[2] = words[3];
        words[3] = last;
    }
}
