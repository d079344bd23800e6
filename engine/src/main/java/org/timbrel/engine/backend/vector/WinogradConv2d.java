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

    /** Floats of the points of the strips worked on together: half of a usual second-level cache. */
    private static final int TOGETHER = 1 << 17;

    private static final int LEAST_TILES = 26;

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
        if (together >= strips) {
            walkTogether(walk, strips, weights);
        } else {
            float[] points = weights.pack(workers);
            WinogradProduct product = walk.product(together);
            WinogradProduct last = walk.product(strips % together);
            workers.run((strips + together - 1) / together, group -> {
                int first = group * together;
                int count = Math.min(together, strips - first);
                walk(walk, first, count, count == together ? product : last, points);
            });
        }
    }

    /** Some strips, on one thread. */
    private void walk(Walk walk, int first, int count, WinogradProduct product, float[] weights) {
        Scratch scratch = workers.scratch();
        float[] in = product.input(scratch);
        float[] out = product.output(scratch);
        for (int i = 0; i < count; i++) {
            walk.transform(first + i, i, product, in, scratch);
        }
        for (int point = 0; point < WinogradTiles.POINTS; point++) {
            product.run(point, in, weights, out, scratch.tile());
        }
        for (int i = 0; i < count; i++) {
            walk.finish(first + i, i, product, out, scratch);
        }
    }

    /** All strips: threads share out each part of the way. */
    private void walkTogether(Walk walk, int count, WinogradWeights weights) {
        WinogradProduct product = walk.product(count);
        float[] in = product.input(workers.scratch());
        float[] out = product.output(workers.scratch());
        workers.run(count, i -> walk.transform(i, i, product, in, workers.scratch()));
        product.run(workers, in, weights, out);
        workers.run(count, i -> walk.finish(i, i, product, out, workers.scratch()));
    }

    /** The parts of the way from input to output, of strips whose points lie side by side. */
    private record Walk(WinogradTiles cut, int channels, ImageRows x, Conv2d.Output output) {
        WinogradProduct product(int strips) {
            return new WinogradProduct(strips * cut.tiles(), cut.window().c(), channels);
        }

        /** Input to points, of a strip that is the i-th of those side by side. */
        void transform(int strip, int i, WinogradProduct product, float[] in, Scratch scratch) {
            int at = i * cut.tiles() * cut.window().c();
            cut.transform(scratch, x, strip / cut.strips(), strip % cut.strips(), in, at, product.inStep());
        }

        /** Points to output, of a strip that is the i-th of those side by side. */
        void finish(int strip, int i, WinogradProduct product, float[] out, Scratch scratch) {
            int image = strip / cut.strips();
            int within = strip % cut.strips();
            int row = within * cut.outputs();
            int rows = cut.rows(within);
            float[] y = output.array(scratch, rows);
            int to = output.at(image, row);
            cut.outputs(scratch, out, i * cut.tiles() * channels, product.outStep(), within, channels, y, to);
            output.finish(scratch, y, to, image, row, rows);
        }
    }
}
