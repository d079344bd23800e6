package org.timbrel.engine.backend.vector;

/** The products between Winograd's transforms: for each of the 36 points (tiles, depth) (depth, channels). */
final class WinogradProduct {
    private static final int PANEL = Lanes.TILE_COLUMNS;
    private static final int POINTS = WinogradTiles.POINTS;

    /** Input channels of a part of the weights, whose points fill some 300 kB. */
    private static final int SLICE = 64;

    private final int tiles;
    private final int depth;
    private final int channels;
    private final PointLayout in;
    private final PointLayout out;

    /**
     * @param tiles rows of each product
     * @param depth channels that go in
     * @param channels that come out
     * @param dense whether all channels of a tile lie side by side
     */
    WinogradProduct(int tiles, int depth, int channels, boolean dense) {
        this.tiles = tiles;
        this.depth = depth;
        this.channels = channels;
        this.in = dense ? PointLayout.dense(tiles, depth) : PointLayout.blocked(tiles, depth);
        this.out = dense ? PointLayout.dense(tiles, channels) : PointLayout.blocked(tiles, channels);
    }

    /** Where that lies which goes in. */
    PointLayout in() {
        return in;
    }

    /** Where that lies which comes out. */
    PointLayout out() {
        return out;
    }

    /** An array for all points of what goes in. */
    float[] input(Scratch scratch) {
        return scratch.floats(Scratch.Use.WINOGRAD_INPUT, in.size());
    }

    /** An array for all points of what comes out. */
    float[] output(Scratch scratch) {
        return scratch.floats(Scratch.Use.WINOGRAD_OUTPUT, out.size());
    }

    /** Panels of the weights. */
    int panels() {
        return (channels + PANEL - 1) / PANEL;
    }

    /**
     * Whether the tiles have fewer points than the weights, and may be read again for each panel of these: then points of the
     * weights are made just before they are used, and never leave the second-level cache.
     */
    boolean isShort() {
        return (long) tiles * (depth + channels) < (long) depth * channels
                && (long) POINTS * tiles * depth <= WinogradTiles.LARGE;
    }

    /** The product of a point; weights as {@link WinogradWeights#pack} makes them. */
    void run(int point, float[] from, float[] weights, float[] to, Tile tile) {
        int panels = panels();
        for (int panel = 0; panel < panels; panel++) {
            int b = Scratch.FIRST + (point * panels + panel) * depth * PANEL;
            multiply(point, panel, 0, depth, from, weights, b, to, tile);
        }
    }

    /** The products of all points with a panel of the weights, whose points are made for it. */
    void runPanel(int panel, float[] from, WinogradWeights weights, float[] to, Scratch scratch) {
        for (int k = 0; k < depth; k += SLICE) {
            int count = Math.min(SLICE, depth - k);
            float[] points = weights.packPart(panel, k, count, scratch);
            for (int point = 0; point < POINTS; point++) {
                int b = Scratch.FIRST + point * count * PANEL;
                multiply(point, panel, k, count, from, points, b, to, scratch.tile());
            }
        }
    }

    /** A point and a panel of the weights, (tiles, count) (count, PANEL), added to what is there if k is not 0. */
    private void multiply(
            int point, int panel, int k, int count, float[] from, float[] weights, int b, float[] to, Tile tile) {
        int even = tiles + tiles % 2; // a last row alone would cost as much as four
        int o = panel * PANEL;
        int columns = Math.min(PANEL, channels - o);
        int room = out.block - o % out.block;
        int first = in.at(point, 0, k);
        int target = out.at(point, 0, o);
        for (int r = 0, rows; r < even; r += rows) {
            boolean tall = PointMicrokernel.computes(even - r, in.block, count);
            rows = tall ? PointMicrokernel.ROWS : RowMicrokernel.nextRows(even - r);
            boolean whole = (tall && columns <= Lanes.COUNT ? Lanes.COUNT : PANEL) <= room;
            float[] y = whole ? to : tile.data;
            int at = whole ? target + r * out.block : 0;
            int step = whole ? out.block : PANEL;
            if (k > 0 && !whole) {
                tile.load(to, target + r * out.block, out.block, rows, columns);
            }
            for (int i = 0, a = first + r * in.block; i < count; i += in.block, a += in.blockStep) {
                int part = Math.min(in.block, count - i);
                boolean add = i > 0 || k > 0;
                if (tall) {
                    PointMicrokernel.multiply(columns, from, a, weights, b + i * PANEL, y, at, step, part, add);
                } else {
                    RowMicrokernel.multiply(
                            rows, from, a, in.block, weights, b + i * PANEL, PANEL, y, at, step, part, add);
                }
            }
            if (!whole) {
                tile.store(to, target + r * out.block, out.block, rows, columns);
            }
        }
    }
}
