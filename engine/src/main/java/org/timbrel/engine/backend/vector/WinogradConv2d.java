package org.timbrel.engine.backend.vector;

/**
 * Convolution by {@link WinogradTransform}: for a few strips of tiles at a time, input to points, a small matrix product for each
 * of the 36 points, (tiles, C) (C, O), and points to output. The strips' points stay in the second-level cache.
 *
 * <p>Rounding errors are up to ten times those of {@link Conv2d}'s direct way: some millionths of the largest number.
 */
final class WinogradConv2d {
    private static final int PANEL = Lanes.TILE_COLUMNS;
    private static final int POINTS = WinogradTiles.POINTS;

    /** Floats of the points of the strips worked on together: half of a usual second-level cache. */
    private static final int TOGETHER = 1 << 17;

    private static final int LEAST_TILES = 20;

    private final Workers workers;

    WinogradConv2d(Workers workers) {
        this.workers = workers;
    }

    /** Convolves all images; weights are packed by {@link WinogradWeights}. */
    void convolve(int images, Window window, int channels, ImageRows x, float[] weights, Conv2d.Output output) {
        WinogradTiles cut = WinogradTiles.of(window);
        int c = window.c();
        int together = cut.stripsOf(Math.max(LEAST_TILES, TOGETHER / POINTS / (c + channels)));
        int strips = images * cut.strips();
        workers.run((strips + together - 1) / together, task -> {
            int first = task * together;
            int count = Math.min(together, strips - first);
            int tiles = count * cut.tiles();
            int inStep = WinogradTiles.pointStep(tiles, c);
            int outStep = WinogradTiles.pointStep(tiles, channels);
            Scratch scratch = workers.scratch();
            float[] in = scratch.floats(Scratch.Use.WINOGRAD_INPUT, POINTS * inStep);
            float[] out = scratch.floats(Scratch.Use.WINOGRAD_OUTPUT, POINTS * outStep);
            for (int i = 0; i < count; i++) {
                int image = (first + i) / cut.strips();
                int strip = (first + i) % cut.strips();
                cut.transform(scratch, x, image, strip, in, i * cut.tiles() * c, inStep);
            }
            multiply(tiles, c, channels, in, inStep, weights, out, outStep, new Tile(scratch));
            for (int i = 0; i < count; i++) {
                int image = (first + i) / cut.strips();
                int strip = (first + i) % cut.strips();
                int row = strip * cut.outputs();
                float[] y = output.array(scratch, cut.rows(strip));
                int to = output.at(image, row);
                cut.outputs(scratch, out, i * cut.tiles() * channels, outStep, strip, channels, y, to);
                output.finish(scratch, y, to, image, row, cut.rows(strip));
            }
        });
    }

    /** For each point, (tiles, c) times (c, channels). */
    private static void multiply(
            int tiles,
            int c,
            int channels,
            float[] in,
            int inStep,
            float[] weights,
            float[] out,
            int outStep,
            Tile tile) {
        int panels = (channels + PANEL - 1) / PANEL;
        for (int task = 0; task < POINTS * panels; task++) {
            int point = task / panels;
            int o = task % panels * PANEL;
            int columns = Math.min(PANEL, channels - o);
            boolean whole = columns == PANEL;
            int b = task * c * PANEL;
            for (int r = 0, rows; r < tiles; r += rows) {
                rows = RowMicrokernel.nextRows(tiles - r);
                int from = point * inStep + r * c;
                int to = point * outStep + r * channels + o;
                float[] y = whole ? out : tile.data;
                RowMicrokernel.multiply(
                        rows, in, from, c, weights, b, PANEL, y, whole ? to : 0, whole ? channels : PANEL, c, false);
                if (!whole) {
                    tile.store(out, to, channels, rows, columns, false);
                }
            }
        }
    }
}
