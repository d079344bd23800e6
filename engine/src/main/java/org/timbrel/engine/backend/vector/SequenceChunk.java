package org.timbrel.engine.backend.vector;

/**
 * A few sequences of a batch that go through a recurrent layer together. What the way back needs is kept in the order in
 * which it is used: chunk by chunk, in a chunk step by step, in a step sequence by sequence.
 *
 * @param first the chunk's first sequence
 * @param rows sequences of the chunk
 * @param steps of a sequence
 */
record SequenceChunk(int first, int rows, int steps) {
    /** Sequences of a chunk at the most: a tile of the microkernel. */
    private static final int MOST = 8;

    /** Floats of a cache line. */
    private static final int LINE = 16;

    /** Which row of x, y or dy, (n t,...), is step t of sequence r of the chunk. */
    int row(int t, int r) {
        return (first + r) * steps + t;
    }

    /** Which row of what is kept for the way back belongs to step t of sequence r of the chunk. */
    int kept(int t, int r) {
        return first * steps + t * rows + r;
    }

    /**
     * Touches each cache line of what the steps from {@code begin} to {@code end} have kept.
     *
     * @param size numbers a step and sequence
     * @return something that depends on all of them, so that no compiler leaves the reads out
     */
    int touch(float[] kept, int size, int begin, int end) {
        int bits = 0;
        for (int i = kept(begin, 0) * size; i < kept(end, 0) * size; i += LINE) {
            bits |= Float.floatToRawIntBits(kept[i]);
        }
        return bits;
    }

    /** The chunks that n sequences are cut into. */
    static SequenceChunk[] all(int n, int steps) {
        int size = size(n);
        SequenceChunk[] chunks = new SequenceChunk[(n + size - 1) / size];
        for (int i = 0; i < chunks.length; i++) {
            chunks[i] = new SequenceChunk(i * size, Math.min(size, n - i * size), steps);
        }
        return chunks;
    }

    /** Sequences of each chunk but the last: as even as pairs allow. */
    static int size(int n) {
        return Math.min(MOST, evenly(n, MOST) + 1 & ~1);
    }

    /** The size of parts of n, at most {@code most} each, that are as even as can be. */
    static int evenly(int n, int most) {
        int parts = (n + most - 1) / most;
        return (n + parts - 1) / parts;
    }
}
