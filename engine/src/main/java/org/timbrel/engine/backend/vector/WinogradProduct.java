package org.timbrel.engine.backend.vector;

/**
 * The products between Winograd's transforms: for each of the 36 points (tiles, depth) (depth, channels).
 *
 * @param tiles rows of each product
 * @param depth channels that go in
 * @param channels that come out
 */
record WinogradProduct(int tiles, int depth, int channels) {
    private static final int PANEL = Lanes.TILE_COLUMNS;
    private static final int POINTS = WinogradTiles.POINTS;

    /** Input channels of a part of the weights, whose points fill some 300 kB. */
    private static final int SLICE = 64;

    /** An array for all points of what goes in. */
    float[] input(Scratch scratch) {
        return scratch.floats(Scratch.Use.WINOGRAD_INPUT, POINTS * inStep());
    }

    /** An array for all points of what comes out. */
    float[] output(Scratch scratch) {
        return scratch.floats(Scratch.Use.WINOGRAD_OUTPUT, POINTS * outStep());
    }

    /** Floats from a point to the next of what goes in. */
    int inStep() {
        return WinogradTiles.pointStep(tiles, inRow());
    }

    /** The same of what comes out. */
    int outStep() {
        return WinogradTiles.pointStep(tiles, outRow());
    }

    /** Floats from a tile to the next of what goes in. */
    int inRow() {
        return row(depth);
    }

    /** The same of what comes out. */
    int outRow() {
        return row(channels);
    }

    private static int row(int channels) {
        return Math.max(PointMicrokernel.A_ROW, channels);
    }

    /** All products; threads share them out. */
    void run(Workers workers, float[] in, WinogradWeights weights, float[] out) {
        if (isShort()) {
            workers.run((channels + PANEL - 1) / PANEL, panel -> runPanel(panel, in, weights, out, workers.scratch()));
        } else {
            float[] points = weights.pack(workers);
            workers.run(
                    POINTS,
                    point -> run(point, in, points, out, workers.scratch().tile()));
        }
    }

    /**
     * Whether the tiles have fewer points than the weights, and may be read again for each panel of these: then points of the
     * weights are made just before they are used, and never leave the second-level cache.
     */
    private boolean isShort() {
        return (long) tiles * (depth + channels) < (long) depth * channels
                && (long) POINTS * tiles * depth <= WinogradTiles.LARGE;
    }

    /** The product of a point; weights as {@link WinogradWeights#pack} makes them. */
    void run(int point, float[] in, float[] weights, float[] out, Tile tile) {
        int panels = (channels + PANEL - 1) / PANEL;
        for (int panel = 0; panel < panels; panel++) {
            multiply(point, panel, 0, depth, in, weights, (point * panels + panel) * depth * PANEL, out, tile);
        }
    }

    private void runPanel(int panel, float[] in, WinogradWeights weights, float[] out, Scratch scratch) {
        for (int k = 0; k < depth; k += SLICE) {
            int count = Math.min(SLICE, depth - k);
            float[] points = weights.packPart(panel, k, count, scratch);
            for (int point = 0; point < POINTS; point++) {
                multiply(point, panel, k, count, in, points, point * count * PANEL, out, scratch.tile());
            }
        }
    }

    /** A point and a panel of the weights, (tiles, count) (count, PANEL), added to what is there if k is not 0. */
    private void multiply(
            int point, int panel, int k, int count, float[] in, float[] weights, int b, float[] out, Tile tile) {
        int even = tiles + tiles % 2; // a last row alone would cost as much as four
        int o = panel * PANEL;
        int columns = Math.min(PANEL, channels - o);
        int outRow = outRow();
        for (int r = 0, rows; r < even; r += rows) {
            boolean tall = PointMicrokernel.computes(even - r, inRow(), count);
            rows = tall ? PointMicrokernel.ROWS : RowMicrokernel.nextRows(even - r);
            boolean whole = o + (tall && columns <= Lanes.COUNT ? Lanes.COUNT : PANEL) <= outRow;
            int a = point * inStep() + r * inRow() + k;
            int to = point * outStep() + r * outRow + o;
            float[] y = whole ? out : tile.data;
            int at = whole ? to : 0;
            int step = whole ? outRow : PANEL;
            if (tall) {
                PointMicrokernel.multiply(columns, in, a, weights, b, y, at, step, count, whole && k > 0);
            } else {
                RowMicrokernel.multiply(rows, in, a, inRow(), weights, b, PANEL, y, at, step, count, whole && k > 0);
            }
            if (!whole) {
                tile.store(out, to, outRow, rows, columns, k > 0);
            }
        }
    }
}
