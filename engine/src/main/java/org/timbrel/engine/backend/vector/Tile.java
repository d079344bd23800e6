package org.timbrel.engine.backend.vector;

/** Where a microkernel writes when its tile reaches beyond the result; the part that counts is then copied. */
final class Tile {
    private static final int STRIDE = Lanes.TILE_COLUMNS;

    /** A row of zeros: where sums begin that don't go on from a result. Never written. */
    static final float[] ZEROS = new float[STRIDE];

    /** One tile, rows of two vectors. */
    final float[] data = new float[12 * STRIDE];

    /** Puts the first rows and columns of the tile into c, or adds them to it. */
    void store(float[] c, int at, int stride, int rows, int columns, boolean add) {
        for (int r = 0; r < rows; r++) {
            int from = r * STRIDE;
            int to = at + r * stride;
            if (add) {
                for (int j = 0; j < columns; j++) {
                    c[to + j] += data[from + j];
                }
            } else {
                System.arraycopy(data, from, c, to, columns);
            }
        }
    }
}
