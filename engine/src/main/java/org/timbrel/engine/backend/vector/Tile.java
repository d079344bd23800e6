package org.timbrel.engine.backend.vector;

/**
 * Where a microkernel writes when its tile reaches beyond the result; the part that counts is then copied. Where sums go on from
 * what is in the result, that is copied before, so that each number is one chain of multiply-adds, in a tile as beside it; or,
 * where a chain would be long, what the tile has is added to it.
 */
final class Tile {
    private static final int STRIDE = Lanes.TILE_COLUMNS;

    /** A row of zeros: where sums begin that don't go on from a result. Never written. */
    static final float[] ZEROS = new float[STRIDE];

    /** One tile, rows of two vectors. */
    final float[] data = new float[12 * STRIDE];

    /** Takes the first rows and columns of the tile from c. */
    void load(float[] c, int at, int stride, int rows, int columns) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(c, at + r * stride, data, r * STRIDE, columns);
        }
    }

    /** Puts the first rows and columns of the tile into c. */
    void store(float[] c, int at, int stride, int rows, int columns) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(data, r * STRIDE, c, at + r * stride, columns);
        }
    }

    /** Adds the first rows and columns of the tile to c. */
    void addTo(float[] c, int at, int stride, int rows, int columns) {
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < columns; j++) {
                c[at + r * stride + j] += data[r * STRIDE + j];
            }
        }
    }
}
