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
        Walk walk = new Walk(cut, channels, x, weights, output);
        if (together >= strips) {
            walkTogether(walk, strips);
        } else {
            workers.run((strips + together - 1) / together, group -> {
                int first = group * together;
                walk(walk, first, Math.min(together, strips - first));
            });
        }
    }

    /** Some strips, on one thread. */
    private void walk(Walk walk, int first, int count) {
        Scratch scratch = workers.scratch();
        float[] in = walk.input(scratch, count);
        float[] out = walk.output(scratch, count);
        for (int i = 0; i < count; i++) {
            walk.transform(first + i, i, count, in, scratch);
        }
        for (int point = 0; point < POINTS; point++) {
            walk.multiply(point, count, in, out, scratch.tile());
        }
        for (int i = 0; i < count; i++) {
            walk.finish(first + i, i, count, out, scratch);
        }
    }

    /** All strips: threads share out each part of the way. */
    private void walkTogether(Walk walk, int count) {
        float[] in = walk.input(workers.scratch(), count);
        float[] out = walk.output(workers.scratch(), count);
        workers.run(count, i -> walk.transform(i, i, count, in, workers.scratch()));
        workers.run(
                POINTS,
                point -> walk.multiply(point, count, in, out, workers.scratch().tile()));
        workers.run(count, i -> walk.finish(i, i, count, out, workers.scratch()));
    }

    /** The parts of the way from input to output, for {@code count} strips whose points lie side by side. */
    private record Walk(WinogradTiles cut, int channels, ImageRows x, float[] weights, Conv2d.Output output) {
        float[] input(Scratch scratch, int count) {
            return scratch.floats(Scratch.Use.WINOGRAD_INPUT, POINTS * inStep(count));
        }

        float[] output(Scratch scratch, int count) {
            return scratch.floats(Scratch.Use.WINOGRAD_OUTPUT, POINTS * outStep(count));
        }

        private int inStep(int count) {
            return WinogradTiles.pointStep(count * cut.tiles(), cut.window().c());
        }

        private int outStep(int count) {
            return WinogradTiles.pointStep(count * cut.tiles(), channels);
        }

        /** Input to points, of a strip that is the i-th of the {@code count}. */
        void transform(int strip, int i, int count, float[] in, Scratch scratch) {
            int at = i * cut.tiles() * cut.window().c();
            cut.transform(scratch, x, strip / cut.strips(), strip % cut.strips(), in, at, inStep(count));
        }

        /** (tiles, c) times (c, channels) of a point. */
        void multiply(int point, int count, float[] in, float[] out, Tile tile) {
            int tiles = count * cut.tiles();
            int from = point * inStep(count);
            int to = point * outStep(count);
            WinogradConv2d.multiply(point, tiles, cut.window().c(), channels, in, from, weights, out, to, tile);
        }

        /** Points to output, of a strip that is the i-th of the {@code count}. */
        void finish(int strip, int i, int count, float[] out, Scratch scratch) {
            int image = strip / cut.strips();
            int within = strip % cut.strips();
            int row = within * cut.outputs();
            int rows = cut.rows(within);
            float[] y = output.array(scratch, rows);
            int to = output.at(image, row);
            cut.outputs(scratch, out, i * cut.tiles() * channels, outStep(count), within, channels, y, to);
            output.finish(scratch, y, to, image, row, rows);
        }
    }

    private static void multiply(
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
