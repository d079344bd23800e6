package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.timbrel.engine.backend.DropoutDraw;
import org.timbrel.engine.random.Philox;

/**
 * Dropout by the numbers of {@link Philox}. A mask costs nothing to keep, because the backward pass draws it again.
 *
 * <p>The layout of the generator makes a group of 64 elements from 16 blocks of 4 words, so word w of neighbouring blocks
 * belongs to neighbouring elements: word arrays of {@link PhiloxBlocks} are compared with the rate as they are. The
 * comparison is a subtraction whose sign clears the bits of what is dropped, since JDK 17 turns a mask of integers into
 * one of floats by way of the heap.
 */
final class Dropout {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = Lanes.COUNT;

    /** Elements of a task: the words of 1024 blocks fit the first-level cache. */
    private static final int TASK_SIZE = PhiloxBlocks.COUNT * 4;

    private final Workers workers;

    Dropout(Workers workers) {
        this.workers = workers;
    }

    /** As {@link org.timbrel.engine.backend.Backend#dropout}. */
    void run(float[] x, int n, DropoutDraw draw, float[] y) {
        Mask mask = workers.scratch().dropout;
        mask.workers = workers;
        mask.x = x;
        mask.n = n;
        mask.draw = draw;
        mask.y = y;
        workers.run((n + TASK_SIZE - 1) / TASK_SIZE, mask);
    }

    /** The dropout that is under way. */
    static final class Mask implements Workers.Task {
        private Workers workers;
        private float[] x;
        private int n;
        private DropoutDraw draw;
        private float[] y;

        @Override
        public void run(int task) {
            int from = task * TASK_SIZE;
            int count = Math.min(TASK_SIZE, n - from);
            System.arraycopy(x, from, y, from, x == y ? 0 : count);
            apply(draw, workers.scratch(), y, null, from, count);
        }
    }

    /**
     * A part of a tensor, in place.
     *
     * @param places zeroed where y is; null for none
     * @param first the part's first element
     * @param count elements of the part
     */
    static void apply(DropoutDraw draw, Scratch scratch, float[] y, float[] places, int first, int count) {
        // word >>> 8 is the uniform number times 2^24
        int threshold = (int) Math.ceil(draw.rate() * (1 << 24));
        float scale = (float) (1 / (1 - draw.rate()));
        int last = first + count;
        for (int base = first / Philox.GROUP * Philox.GROUP; base < last; base += TASK_SIZE) {
            int groups = (Math.min(TASK_SIZE, last - base) + Philox.GROUP - 1) / Philox.GROUP;
            int[][] words = scratch.words();
            PhiloxBlocks.fill(draw.seed(), draw.stream(), draw.step(), base / 4, groups * Philox.BLOCKS, words);
            int begin = Math.max(first, base) - base;
            int end = Math.min(last, base + TASK_SIZE) - base;
            keep(words, begin, end, y, base, threshold, scale);
            if (places != null) {
                keep(words, begin, end, places, base, threshold, 1);
            }
        }
    }

    /** Elements begin to end, counted from {@code at}, where the first word stands. */
    private static void keep(int[][] words, int begin, int end, float[] y, int at, int threshold, float scale) {
        int wholeBegin = Math.min(end, (begin + Philox.GROUP - 1) / Philox.GROUP * Philox.GROUP);
        int wholeEnd = Math.max(wholeBegin, end / Philox.GROUP * Philox.GROUP);
        for (int w = 0; w < 4; w++) {
            keepWord(words[w], wholeBegin / 4, wholeEnd / 4, y, at + w * Philox.BLOCKS, threshold, scale);
        }
        keepSingly(words, begin, wholeBegin, y, at, threshold, scale);
        keepSingly(words, wholeEnd, end, y, at, threshold, scale);
    }

    private static void keepSingly(int[][] words, int begin, int end, float[] y, int at, int threshold, float scale) {
        for (int i = begin; i < end; i++) {
            int word = words[Philox.wordOf(i)][Philox.blockOf(i)];
            y[at + i] = (word >>> 8) >= threshold ? y[at + i] * scale : 0;
        }
    }

    /** One word of each block: 16 elements of each group of 64. */
    private static void keepWord(int[] words, int begin, int end, float[] y, int at, int threshold, float scale) {
        for (int b = begin; b < end; b += LANES) {
            int i = at + b / Philox.BLOCKS * Philox.GROUP + b % Philox.BLOCKS;
            IntVector kept = IntVector.broadcast(INTS, threshold - 1)
                    .sub(IntVector.fromArray(INTS, words, b).lanewise(VectorOperators.LSHR, 8))
                    .lanewise(VectorOperators.ASHR, 31);
            FloatVector.fromArray(SPECIES, y, i)
                    .mul(scale)
                    .reinterpretAsInts()
                    .and(kept)
                    .reinterpretAsFloats()
                    .intoArray(y, i);
        }
    }
}
