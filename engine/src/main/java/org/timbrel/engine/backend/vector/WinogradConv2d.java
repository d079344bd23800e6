package org.timbrel.engine.backend.vector;

/**
 * Convolution by {@link WinogradTransform}: for a few strips of tiles at a time, input to points, a small matrix product for each
 * of the 36 points, (tiles, C) (C, O), and points to output. The strips' points stay in the second-level cache.
 *
 * <p>Few tiles of very many channels, whose weights are larger than they, go all together instead, point by point, so
 * that each point's weights are fetched once ({@link WinogradTiles#isWide}); and if they are fewer still, panel by panel of
 * the weights ({@link WinogradProduct}).
 *
 * <p>Rounding errors are up to ten times those of {@link Conv2d}'s direct way: some millionths of the largest number.
 */
final class WinogradConv2d {
    private static final int POINTS = WinogradTiles.POINTS;

    /** Floats of the points of the strips worked on together: half of a usual second-level cache, or up to twice as many. */
    private static final int TOGETHER = 1 << 17;

    private static final int LEAST_TILES = 26;

    private final Workers workers;

    WinogradConv2d(Workers workers) {
        this.workers = workers;
    }

    /**
     * How all images are cut.
     *
     * @param strips of all images
     * @param together strips that are worked on together
     * @param product of so many strips
     * @param last of those that are left over
     */
    record Cut(WinogradTiles tiles, int strips, int together, WinogradProduct product, WinogradProduct last) {
        static Cut of(int images, Window window, int channels) {
            WinogradTiles tiles = WinogradTiles.of(window);
            int strips = images * tiles.strips();
            boolean wide = tiles.isWide(images, channels);
            int together = wide ? strips : Math.min(strips, stripsTogether(tiles, channels));
            int left = strips % together;
            WinogradProduct product = new WinogradProduct(together * tiles.tiles(), window.c(), channels, wide);
            WinogradProduct last = new WinogradProduct(left * tiles.tiles(), window.c(), channels, wide);
            return new Cut(tiles, strips, together, product, last);
        }

        /** As many strips as the cache holds; up to twice as many where {@link PointMicrokernel} then does a larger part of them. */
        private static int stripsTogether(WinogradTiles tiles, int channels) {
            PointLayout in = PointLayout.blocked(1, tiles.window().c());
            PointLayout out = PointLayout.blocked(1, channels);
            int fitting = TOGETHER / POINTS / (in.tileSize() + out.tileSize());
            boolean tall = PointMicrokernel.COMPUTES && in.block == PointMicrokernel.A_ROW;
            int best = tiles.stripsOf(Math.max(LEAST_TILES, fitting));
            int most = tall ? tiles.stripsOf(2 * fitting) : best;
            for (int count = best + 1; count <= most; count++) {
                best = tallShare(tiles, count) >= tallShare(tiles, best) ? count : best;
            }
            return best;
        }

        /** Which part of the rows of so many strips {@link PointMicrokernel} does. */
        private static double tallShare(WinogradTiles tiles, int strips) {
            int rows = strips * tiles.tiles();
            int even = rows + rows % 2;
            return (double) PointMicrokernel.rowsOf(even) / even;
        }
    }

    /** Convolves all images. */
    void convolve(Cut cut, ImageRows x, WinogradWeights weights, Conv2d.Output output) {
        if (cut.together == cut.strips) {
            walkTogether(cut, x, weights, output);
        } else {
            float[] points = weights.pack(workers);
            workers.run((cut.strips + cut.together - 1) / cut.together, group -> {
                int first = group * cut.together;
                int count = Math.min(cut.together, cut.strips - first);
                walk(cut, first, count, x, points, output);
            });
        }
    }

    /** Some strips, on one thread. */
    private void walk(Cut cut, int first, int count, ImageRows x, float[] weights, Conv2d.Output output) {
        WinogradProduct product = count == cut.together ? cut.product : cut.last;
        Scratch scratch = workers.scratch();
        float[] in = product.input(scratch);
        float[] out = product.output(scratch);
        for (int i = 0; i < count; i++) {
            transform(cut.tiles, first + i, i, x, product, in, scratch);
        }
        for (int point = 0; point < POINTS; point++) {
            product.run(point, in, weights, out, scratch.tile());
        }
        for (int i = 0; i < count; i++) {
            finish(cut.tiles, first + i, i, product, out, output, scratch);
        }
    }

    /** All strips: threads share out each part of the way. */
    private void walkTogether(Cut cut, ImageRows x, WinogradWeights weights, Conv2d.Output output) {
        WinogradProduct product = cut.product;
        float[] in = product.input(workers.scratch());
        float[] out = product.output(workers.scratch());
        workers.run(cut.strips, i -> transform(cut.tiles, i, i, x, product, in, workers.scratch()));
        product.run(workers, in, weights, out);
        workers.run(cut.strips, i -> finish(cut.tiles, i, i, product, out, output, workers.scratch()));
    }

    /** Input to points, of a strip that is the i-th of those side by side. */
    private static void transform(
            WinogradTiles cut, int strip, int i, ImageRows x, WinogradProduct product, float[] in, Scratch scratch) {
        int first = i * cut.tiles();
        cut.transform(scratch, x, strip / cut.strips(), strip % cut.strips(), in, product.in(), first);
    }

    /** Points to output, of a strip that is the i-th of those side by side. */
    private static void finish(
            WinogradTiles cut,
            int strip,
            int i,
            WinogradProduct product,
            float[] out,
            Conv2d.Output output,
            Scratch scratch) {
        int image = strip / cut.strips();
        int within = strip % cut.strips();
        int row = within * cut.outputs();
        int rows = cut.rows(within);
        float[] y = output.array(scratch, rows);
        int to = output.at(image, row);
        cut.outputs(scratch, out, product.out(), i * cut.tiles(), within, y, to);
        output.finish(scratch, y, to, image, row, rows);
    }
}
