package org.timbrel.engine.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PhiloxTest {
    private static final int N = 200_000;

    /** The known answers of Random123 for philox4x32-10. */
    @Test
    void blocksAreThoseOfRandom123() {
        assertArrayEquals(new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, block(0, 0, 0, 0, 0, 0));
        assertArrayEquals(new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}, block(-1, -1, -1, -1, -1, -1));
        assertArrayEquals(
                new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
                block(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0));
    }

    private static int[] block(int c0, int c1, int c2, int c3, int k0, int k1) {
        int[] words = new int[4];
        Philox.block(join(k0, k1), c1, join(c2, c3), c0, words);
        return words;
    }

    private static long join(int low, int high) {
        return (low & 0xFFFFFFFFL) | (long) high << 32;
    }

    @Test
    void uniformNumbersAreTheWordsAtTheirIndexForEveryLength() {
        for (int n : new int[] {1, 15, 16, 17, 63, 64, 65, 1000}) {
            double[] uniform = new double[n];
            Philox.uniform(5, 6, 7, uniform);
            double[] wanted = IntStream.range(0, n)
                    .mapToDouble(i -> Philox.toUnit(Philox.word(5, 6, 7, i)))
                    .toArray();
            assertArrayEquals(wanted, uniform);
        }
    }

    @Test
    void uniformNumbersHaveTheMeanAndTheVarianceOfAUniformDistribution() {
        double[] uniform = new double[N];
        Philox.uniform(1, 2, 3, uniform);
        assertEquals(0.5, mean(uniform), 4 / Math.sqrt(12.0 * N));
        assertEquals(1 / 12.0, variance(uniform), 1e-3);
        assertEquals(0, Arrays.stream(uniform).min().orElseThrow(), 1e-3);
        assertEquals(1, Arrays.stream(uniform).max().orElseThrow(), 1e-3);
    }

    @Test
    void normalNumbersHaveTheMomentsOfANormalDistribution() {
        double[] normal = new double[N];
        Philox.normal(1, 2, 3, normal);
        assertEquals(0, mean(normal), 4 / Math.sqrt(N));
        assertEquals(1, variance(normal), 0.02);
        double beyondTwo = Arrays.stream(normal).filter(x -> Math.abs(x) > 2).count() / (double) N;
        assertEquals(0.0455, beyondTwo, 0.002);
    }

    @Test
    void seedStreamAndStepEachGiveOtherNumbers() {
        int word = Philox.word(1, 2, 3, 4);
        assertNotEquals(word, Philox.word(2, 2, 3, 4));
        assertNotEquals(word, Philox.word(1L << 40 | 1, 2, 3, 4));
        assertNotEquals(word, Philox.word(1, 3, 3, 4));
        assertNotEquals(word, Philox.word(1, 2, 4, 4));
        assertNotEquals(word, Philox.word(1, 2, 1L << 40 | 3, 4));
    }

    @Test
    void aPermutationHoldsEveryNumberOnceAndEveryPlaceIsAsLikely() {
        int n = 10;
        int draws = 5000;
        int[] firsts = new int[n];
        for (int step = 0; step < draws; step++) {
            int[] order = Philox.permutation(3, 4, step, n);
            firsts[order[0]]++;
            assertArrayEquals(
                    IntStream.range(0, n).toArray(),
                    Arrays.stream(order).sorted().toArray());
        }
        for (int count : firsts) {
            assertEquals(draws / (double) n, count, 5 * Math.sqrt(draws * 0.1 * 0.9));
        }
    }

    private static double mean(double[] x) {
        return Arrays.stream(x).average().orElseThrow();
    }

    private static double variance(double[] x) {
        double mean = mean(x);
        return DoubleStream.of(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    }
}
