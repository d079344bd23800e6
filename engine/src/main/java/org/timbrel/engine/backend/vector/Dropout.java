package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.timbrel.engine.random.Philox;

/**
 * Dropout by the numbers of {@link Philox}. A mask costs nothing to keep, because the backward pass draws it again.
 *
 * <p>The layout of the generator makes a group of 64 elements from 16 blocks of 4 words, so word w of neighbouring blocks
 * belongs to neighbouring elements: word arrays of {@link PhiloxBlocks} are compared with the rate as they are.
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
    void run(float[] x, int n, double rate, long seed, int stream, long step, float[] y) {
        // word >>> 8 is the uniform number times 2^24
        int threshold = (int) Math.ceil(rate * (1 << 24));
        float scale = (float) (1 / (1 - rate));
        int tasks = (n + TASK_SIZE - 1) / TASK_SIZE;
        workers.run(tasks, task -> {
            int from = task * TASK_SIZE;
            int count = Math.min(TASK_SIZE, n - from);
            int[][] words = workers.scratch().words();
            PhiloxBlocks.fill(seed, stream, step, from / 4, words);
            int whole = count / Philox.GROUP * Philox.GROUP;
            for (int w = 0; w < 4; w++) {
                keep(words[w], x, y, from + w * Philox.BLOCKS, whole / 4, threshold, scale);
            }
            for (int i = whole; i < count; i++) {
                int word = words[Philox.wordOf(i)][Philox.blockOf(i)];
                y[from + i] = (word >>> 8) >= threshold ? x[from + i] * scale : 0;
            }
        });
    }

    /** One word of each block: 16 elements of each group of 64. */
    private static void keep(int[] words, float[] x, float[] y, int at, int blocks, int threshold, float scale) {
        for (int b = 0; b < blocks; b += LANES) {
            int i = at + b / Philox.BLOCKS * Philox.GROUP + b % Philox.BLOCKS;
            IntVector draw = IntVector.fromArray(INTS, words, b).lanewise(VectorOperators.LSHR, 8);
            FloatVector kept = FloatVector.fromArray(SPECIES, x, i).mul(scale);
            FloatVector.zero(SPECIES)
                    .blend(kept, draw.compare(VectorOperators.GE, threshold).cast(SPECIES))
                    .intoArray(y, i);
        }
    }
}
