package org.timbrel.kernels.aparapi;

/**
 * The second rung: a work-group brings a tile of a and a tile of b into its local memory, a number for each work-item, and all
 * of them compute from there: what is read from the device's memory falls to a sixteenth.
 *
 * <pre>
 *                    tileB: 16 terms of
 *                    16 columns of b
 * tileA: 16 rows     the group's part of c:
 * of a, 16 terms     a row and a column of the tiles for each work-item
 * </pre>
 *
 * <p>Beyond the edges the tiles hold zeros or repeat the last line, whose sums nobody stores.
 */
final class TiledProduct extends ProductKernel {
    @Local
    private final float[] tileA = new float[GROUP * GROUP];

    @Local
    private final float[] tileB = new float[GROUP * GROUP];

    @Override
    public void run() {
        int x = getLocalId(0);
        int y = getLocalId(1);
        int j = getGlobalId(0);
        int i = getGlobalId(1);
        int z = getGlobalId(2);
        int fromA = z * batchOfA + rowsOfA[min(i, rows - 1)];
        int fromB = z * batchOfB + columnsOfB[min(j, columns - 1)];
        float sum = 0;
        for (int first = 0; first < terms; first += GROUP) {
            tileA[y * GROUP + x] = first + x < terms ? a[fromA + termsOfA[first + x]] : 0f;
            tileB[y * GROUP + x] = first + y < terms ? b[fromB + termsOfB[first + y]] : 0f;
            localBarrier();
            for (int p = 0; p < GROUP; p++) {
                sum += tileA[y * GROUP + p] * tileB[p * GROUP + x];
            }
            localBarrier();
        }
        if (i < rows && j < columns) {
            c[(z * rows + i) * columns + j] = sum;
        }
    }
}
