package org.timbrel.engine.backend.vector;

/**
 * Convolution by {@link WinogradTransform}: for a few strips of tiles at a time, input to points, a small matrix product for each
 * of the 36 points, (tiles, C) (C, O), and points to output. The strips' points stay in the second-level cache.
 *
 * <p>Few tiles of very many channels, whose weights are larger than they, go all together instead, point by point, so
 * that each point's weights are fetched once ({@link WinogradTiles#isWide}); and if they are fewer still, panel by panel of
 * the weights, whose points are made just before they are used.
 *
 * <p>Rounding errors are up to ten times those of {@link Conv2d}'s direct way: some millionths of the largest number.
 */
final class WinogradConv2d {
    private static final int PANEL = Lanes.TILE_COLUMNS;
    private static final int POINTS = WinogradTiles.POINTS;

    /** Floats of the points of the strips worked on together: half of a usual second-level cache. */
    private static final int TOGETHER = 1 << 17;

    private static final int LEAST_TILES = 26;

    /** Input channels of a part of the weights, whose points fill some 300 kB. */
    private static final int SLICE = 64;

    private final Workers workers;

    WinogradConv2d(Workers workers) {
        this.workers = workers;
    }

    /** Convolves all images. */
    void convolve(int images, Window window, int channels, ImageRows x, WinogradWeights weights, Conv2d.Output output) {
        WinogradTiles cut = WinogradTiles.of(window);
        int strips = images * cut.strips();
        int together = cut.isWide(images, channels)
                ? strips
                : cut.stripsOf(Math.max(LEAST_TILES, TOGETHER / POINTS / (window.c() + channels)));
        Walk walk = new Walk(cut, channels, x, output);
        if (together >= strips && cut.areFew(images, channels)) {
            walkByPanels(walk, strips, weights);
            return;
        }
        float[] points = weights.pack(workers);
        if (together >= strips) {
            walkTogether(walk, strips, points);
        } else {
            workers.run((strips + together - 1) / together, group -> {
                int first = group * together;
                walk(walk, first, Math.min(together, strips - first), points);
            });
        }
    }

    /** Some strips, on one thread. */
    private void walk(Walk walk, int first, int count, float[] weights) {
        Scratch scratch = workers.scratch();
        float[] in = walk.input(scratch, count);
        float[] out = walk.output(scratch, count);
        for (int i = 0; i < count; i++) {
            walk.transform(first + i, i, count, in, scratch);
        }
        for (int point = 0; point < POINTS; point++) {
            walk.multiply(point, count, in, weights, out, scratch.tile());
        }
        for (int i = 0; i < count; i++) {
            walk.finish(first + i, i, count, out, scratch);
        }
    }

    /** All strips: threads share out each part of the way. */
    private void walkTogether(Walk walk, int count, float[] weights) {
        float[] in = walk.input(workers.scratch(), count);
        float[] out = walk.output(workers.scratch(), count);
        workers.run(count, i -> walk.transform(i, i, count, in, workers.scratch()));
        workers.run(
                POINTS,
                point -> walk.multiply(
                        point, count, in, weights, out, workers.scratch().tile()));
        workers.run(count, i -> walk.finish(i, i, count, out, workers.scratch()));
    }

    /** The same where weights have more points than all tiles: these never leave the second-level cache. */
    private void walkByPanels(Walk walk, int count, WinogradWeights weights) {
        float[] in = walk.input(workers.scratch(), count);
        float[] out = walk.output(workers.scratch(), count);
        workers.run(count, i -> walk.transform(i, i, count, in, workers.scratch()));
        int c = walk.cut.window().c();
        workers.run((walk.channels + PANEL - 1) / PANEL, panel -> {
            for (int k = 0; k < c; k += SLICE) {
                walk.multiplyPart(panel, k, Math.min(SLICE, c - k), count, in, weights, out, workers.scratch());
            }
        });
        workers.run(count, i -> walk.finish(i, i, count, out, workers.scratch()));
    }

    /** The parts of the way from input to output, for {@code count} strips whose points lie side by side. */
    private record Walk(WinogradTiles cut, int channels, ImageRows x, Conv2d.Output output) {
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
        void multiply(int point, int count, float[] in, float[] weights, float[] out, Tile tile) {
            int c = cut.window().c();
            int panels = (channels + PANEL - 1) / PANEL;
            for (int panel = 0; panel < panels; panel++) {
                int b = (point * panels + panel) * c * PANEL;
                multiplyPanel(point, panel, 0, c, count, in, weights, b, out, tile);
            }
        }

        /** For each point, (tiles, depth) times (depth, PANEL), added up over the parts of the input channels. */
        void multiplyPart(
                int panel,
                int k,
                int depth,
                int count,
                float[] in,
                WinogradWeights weights,
                float[] out,
                Scratch scratch) {
            float[] points = weights.packPart(panel, k, depth, scratch);
            for (int point = 0; point < POINTS; point++) {
                multiplyPanel(point, panel, k, depth, count, in, points, point * depth * PANEL, out, scratch.tile());
            }
        }

        private void multiplyPanel(
                int point,
                int panel,
                int k,
                int depth,
                int count,
                float[] in,
                float[] weights,
                int b,
                float[] out,
                Tile tile) {
            int c = cut.window().c();
            int tiles = count * cut.tiles();
            int even = tiles + tiles % 2; // a last row alone would cost as much as four
            int o = panel * PANEL;
            int columns = Math.min(PANEL, channels - o);
            boolean whole = columns == PANEL;
            for (int r = 0, rows; r < even; r += rows) {
                rows = RowMicrokernel.nextRows(even - r);
                int a = point * inStep(count) + r * c + k;
                int to = point * outStep(count) + r * channels + o;
                float[] y = whole ? out : tile.data;
                int at = whole ? to : 0;
                int step = whole ? channels : PANEL;
                RowMicrokernel.multiply(rows, in, a, c, weights, b, PANEL, y, at, step, depth, whole && k > 0);
                if (!whole) {
                    tile.store(out, to, channels, rows, columns, k > 0);
                }
            }
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
}
