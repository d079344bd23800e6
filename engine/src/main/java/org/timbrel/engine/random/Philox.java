package org.timbrel.engine.random;

/**
 * Philox4x32-10, a counter-based generator (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011): each
 * word is a pure function of seed, stream, step and index, so every backend and every number of threads draws the same.
 *
 * <p>The key is the seed; the counter is (block, stream, low step, high step). A block gives four words. Words are laid
 * out in groups of 64 = 16 blocks x 4 words so that 4, 8 or 16 SIMD lanes each run one block and store contiguously:
 *
 * <pre>
 * index i:  group = i / 64,  j = i % 64,  block = 16 group + j % 16,  word = j / 16
 * </pre>
 */
public final class Philox {
    /** Elements laid out together; see the class comment. */
    public static final int GROUP = 64;
    /** Blocks in a group. */
    public static final int BLOCKS = 16;
    /** Rounds of the generator. */
    public static final int ROUNDS = 10;
    /** Multiplier of the first word. */
    public static final int MULTIPLIER_0 = 0xD2511F53;
    /** Multiplier of the third word. */
    public static final int MULTIPLIER_1 = 0xCD9E8D57;
    /** Added to the low key word each round. */
    public static final int WEYL_0 = 0x9E3779B9;
    /** Added to the high key word each round. */
    public static final int WEYL_1 = 0xBB67AE85;

    private static final double UNIT_24 = 1.0 / (1 << 24);

    private Philox() {}

    /** The four words of one block. */
    public static void block(long seed, int stream, long step, int block, int[] words) {
        int k0 = (int) seed;
        int k1 = (int) (seed >>> 32);
        int c0 = block;
        int c1 = stream;
        int c2 = (int) step;
        int c3 = (int) (step >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long p0 = (c0 & 0xFFFFFFFFL) * (MULTIPLIER_0 & 0xFFFFFFFFL);
            long p1 = (c2 & 0xFFFFFFFFL) * (MULTIPLIER_1 & 0xFFFFFFFFL);
            c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
            c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
            c1 = (int) p1;
            c3 = (int) p0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        words[0] = c0;
        words[1] = c1;
        words[2] = c2;
        words[3] = c3;
    }

    /** The word at one index. */
    public static int word(long seed, int stream, long step, int index) {
        int[] words = new int[4];
        block(seed, stream, step, blockOf(index), words);
        return words[wordOf(index)];
    }

    /** Fills the array with uniform numbers in [0, 1), multiples of 2^-24 and so the same in float and in double. */
    public static void uniform(long seed, int stream, long step, double[] out) {
        int[] words = new int[4];
        for (int group = 0; group < out.length; group += GROUP) {
            for (int b = 0; b < BLOCKS && group + b < out.length; b++) {
                block(seed, stream, step, group / 4 + b, words);
                for (int w = 0; w < 4 && group + w * BLOCKS + b < out.length; w++) {
                    out[group + w * BLOCKS + b] = toUnit(words[w]);
                }
            }
        }
    }

    /** Fills the array with normal numbers of mean 0 and deviation 1 (Box-Muller). */
    public static void normal(long seed, int stream, long step, double[] out) {
        double[] uniform = new double[2 * out.length];
        uniform(seed, stream, step, uniform);
        for (int i = 0; i < out.length; i++) {
            double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform[2 * i]));
            out[i] = radius * StrictMath.cos(2 * Math.PI * uniform[2 * i + 1]);
        }
    }

    /** A random order of 0 .. n-1 (Fisher-Yates). */
    public static int[] permutation(long seed, int stream, long step, int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        int[] words = new int[4];
        for (int i = n - 1; i > 0; i--) {
            block(seed, stream, step, i, words);
            long random = ((words[0] & 0xFFFFFFFFL) << 31) | (words[1] >>> 1);
            int j = (int) (random % (i + 1));
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        return order;
    }

    /** The block in which an index lies. */
    public static int blockOf(int index) {
        return index / GROUP * BLOCKS + index % BLOCKS;
    }

    /** The word, 0 to 3, of its block that an index takes. */
    public static int wordOf(int index) {
        return index % GROUP / BLOCKS;
    }

    /** A word as a uniform number in [0, 1): its upper 24 bits. */
    public static double toUnit(int word) {
        return (word >>> 8) * UNIT_24;
    }
}
