package org.timbrel.engine.backend.vector;

/**
 * Convolution by {@link WinogradTransform}: for a few strips of tiles at a time, input to points, a small matrix product for each
 * of the 36 points, (tiles, C) (C, O), and points to output. The strips' points stay in the second-level cache.
 *
 * <p>Few tiles of very many channels, whose weights are larger than they, go all together instead, point by point, so
 * that each point's weights are fetched once ({@link WinogradTiles#isWide}).
 *
 * <p>Rounding errors are up to ten times those of {@link Conv2d}'s direct way: some millionths of the largest number.
 */
final class WinogradConv2d {
    private static final int PANEL = Lanes.TILE_COLUMNS;
    private static final int POINTS = WinogradTiles.POINTS;

    /** Floats of the points of the strips worked on together: half of a usual second-level cache. */
    private static final int TOGETHER = 1 << 17;

    private static final int LEAST_TILES = 26;

    private final Workers workers;

    WinogradConv2d(Workers workers) {
        this.workers = workers;
    }

    /** Convolves all images; weights are packed by {@link WinogradWeights}. */
    void convolve(int images, Window window, int channels, ImageRows x, float[] weights, Conv2d.Output output) {
        WinogradTiles cut = WinogradTiles.of(window);
        int strips = images * cut.strips();
        int together = cut.isWide(images, channels)
                ? strips
                : cut.stripsOf(Math.max(LEAST_TILES, TOGETHER / POINTS / (window.c() + channels)));
        workers.run((strips + together - 1) / together, group -> {
            int first = group * together;
            convolve(cut, first, Math.min(together, strips - first), channels, x, weights, output);
        });
    }

    /** Some strips: their threads share out what is left to share, if these are all there are. */
    private void convolve(
            WinogradTiles cut, int first, int count, int channels, ImageRows x, float[] weights, Conv2d.Output output) {
        int c = cut.window().c();
        int tiles = count * cut.tiles();
        int inStep = WinogradTiles.pointStep(tiles, c);
        int outStep = WinogradTiles.pointStep(tiles, channels);
        Scratch own = workers.scratch();
        float[] in = own.floats(Scratch.Use.WINOGRAD_INPUT, POINTS * inStep);
        float[] out = own.floats(Scratch.Use.WINOGRAD_OUTPUT, POINTS * outStep);
        workers.run(count, i -> {
            int image = (first + i) / cut.strips();
            int strip = (first + i) % cut.strips();
            cut.transform(workers.scratch(), x, image, strip, in, i * cut.tiles() * c, inStep);
        });
        workers.run(POINTS, point -> {
            int from = point * inStep;
            multiply(
                    point,
                    tiles,
                    c,
                    channels,
                    in,
                    from,
                    weights,
                    out,
                    point * outStep,
                    workers.scratch().tile());
        });
        workers.run(count, i -> {
            Scratch scratch = workers.scratch();
            int image = (first + i) / cut.strips();
            int strip = (first + i) % cut.strips();
            int row = strip * cut.outputs();
            float[] y = output.array(scratch, cut.rows(strip));
            int to = output.at(image, row);
            cut.outputs(scratch, out, i * cut.tiles() * channels, outStep, strip, channels, y, to);
            output.finish(scratch, y, to, image, row, cut.rows(strip));
        });
    }

    /** (tiles, c) times (c, channels) of a point. */
    static void multiply(
            int point,
            int tiles,
            int c,
            int channels,
            float[] in,
            int inAt,
            float[] weights,
            float[] out,
            int outAt,
            Tile tile) {
        int panels = (channels + PANEL - 1) / PANEL;
        int even = tiles + tiles % 2; // a last row alone would cost as much as four
        for (int panel = 0; panel < panels; panel++) {
            int o = panel * PANEL;
            int columns = Math.min(PANEL, channels - o);
            boolean whole = columns == PANEL;
            int b = (point * panels + panel) * c * PANEL;
            for (int r = 0, rows; r < even; r += rows) {
                rows = RowMicrokernel.nextRows(even - r);
                int from = inAt + r * c;
                int to = outAt + r * channels + o;
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
