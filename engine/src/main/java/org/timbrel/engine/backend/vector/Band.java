package org.timbrel.engine.backend.vector;

import java.util.Arrays;

/**
 * A copy of a few rows of one image with the zeros around it that a convolution reads, laid out so that the microkernels
 * find their left operand in place: the patch under output position (t, f) is a few segments of neighbouring floats, and
 * the segment of position f + 1 begins {@link #step} floats further on.
 *
 * <p>Channels last, a kernel row and its channels are one segment already, so the band is a plain copy and there is a
 * segment for each kernel row. Where that segment is very short (one input channel), the band gathers whole patches
 * instead, and there is one segment.
 */
final class Band {
    /** Shortest segment that is worth a loop of its own. */
    private static final int SHORTEST_SEGMENT = 16;

    /** How far a microkernel may read past the last patch, beside the junk between rows. */
    private static final int SLACK = ColumnMicrokernel.ROWS;

    private final Window window;
    private final boolean gathered;
    private final int width;

    /** Segments of a patch. */
    final int segments;
    /** Floats of a segment. */
    final int depth;
    /** Floats from a segment to that of the next output column. */
    final int step;
    /** The copy; null until {@link #load}. */
    float[] data;

    /** @param gathered whether patches are gathered, as {@link #gathers} says, or a kernel reads each kernel row where it lies */
    Band(Window window, boolean gathered) {
        this.window = window;
        this.gathered = gathered;
        int run = window.kf() * window.c();
        this.width = (window.outF() - 1) * window.strideF() + window.kf();
        this.segments = gathered ? 1 : window.kt();
        this.depth = gathered ? window.kt() * run : run;
        this.step = gathered ? depth : window.strideF() * window.c();
    }

    /** Whether segments are so short that whole patches pay. */
    static boolean gathers(Window window) {
        return window.kt() > 1 && window.kf() * window.c() < SHORTEST_SEGMENT;
    }

    boolean isOf(Window other, boolean gathers) {
        return gathered == gathers && window.isSameAs(other);
    }

    /** Where the segment of a patch begins, for an output row counted from the first of the band. */
    int at(int row, int segment) {
        return gathered ? row * window.outF() * depth : (row * window.strideT() + segment) * width * window.c();
    }

    /** Output columns, junk between the rows included, such that position (row, f) lies at (row * pitch + f) * step. */
    int pitch() {
        return gathered ? window.outF() : width;
    }

    /** Whether all patches of a band lie at multiples of {@link #step}, see {@link #pitch}. */
    boolean isFlat() {
        return gathered || (window.strideT() == 1 && window.strideF() == 1);
    }

    /** Floats of the copy for one output row. */
    int rowSize() {
        return gathered ? window.outF() * depth : window.strideT() * width * window.c();
    }

    /** Copies what {@code rows} output rows from {@code first} on read of one image. */
    void load(Scratch scratch, ImageRows x, int image, int first, int rows) {
        int padded = (rows - 1) * window.strideT() + window.kt();
        int row = width * window.c();
        int slack = window.kf() * window.c() + SLACK;
        float[] plain = scratch.floats(Scratch.Use.IMAGE, padded * row + slack);
        // read at positions between rows and multiplied by zero there, which NaN would survive
        Arrays.fill(plain, padded * row, padded * row + slack, 0);
        for (int p = 0; p < padded; p++) {
            copyRow(scratch, x, image, first * window.strideT() + p - window.padT(), plain, p * row);
        }
        data = gathered ? gather(scratch, plain, rows) : plain;
    }

    /** One row of the image with its borders; rows outside it, and between the rows of a spread image, are zero. */
    private void copyRow(Scratch scratch, ImageRows x, int image, int position, float[] to, int at) {
        int c = window.c();
        int spreadT = window.spreadT();
        int spreadF = window.spreadF();
        boolean inside = position >= 0 && position % spreadT == 0 && position / spreadT < window.t();
        if (!inside) {
            Arrays.fill(to, at, at + width * c, 0);
            return;
        }
        int row = position / spreadT;
        if (spreadF > 1) {
            Arrays.fill(to, at, at + width * c, 0);
            for (int f = 0; f < window.f(); f++) {
                int column = f * spreadF + window.padF();
                if (column >= 0 && column < width) {
                    x.copy(scratch, image, row, f * c, c, to, at + column * c);
                }
            }
            return;
        }
        int begin = Math.min(width, Math.max(0, window.padF()));
        int end = Math.max(begin, Math.min(width, window.padF() + window.f()));
        Arrays.fill(to, at, at + begin * c, 0);
        x.copy(scratch, image, row, (begin - window.padF()) * c, (end - begin) * c, to, at + begin * c);
        Arrays.fill(to, at + end * c, at + width * c, 0);
    }

    private float[] gather(Scratch scratch, float[] plain, int rows) {
        int run = window.kf() * window.c();
        float[] patches = scratch.floats(Scratch.Use.PATCHES, rows * window.outF() * depth + SLACK);
        for (int t = 0; t < rows; t++) {
            for (int i = 0; i < window.kt(); i++) {
                int from = (t * window.strideT() + i) * width * window.c();
                int to = t * window.outF() * depth + i * run;
                for (int j = 0; j < run; j++) {
                    gatherPlace(plain, from + j, window.strideF() * window.c(), patches, to + j, depth, window.outF());
                }
            }
        }
        return patches;
    }

    /** One number of each patch of a row: a long loop with steps is faster than many short ones without. */
    private static void gatherPlace(float[] x, int from, int xStep, float[] patches, int to, int step, int n) {
        for (int f = 0; f < n; f++) {
            patches[to + f * step] = x[from + f * xStep];
        }
    }
}
