package org.timbrel.benchmarks.kernels.conv2d;

import java.util.Arrays;
import org.timbrel.benchmarks.kernels.Computation;
import org.timbrel.benchmarks.kernels.matmul.RegisterTile;
import org.timbrel.engine.backend.Conv2dShape;

/**
 * Rung 3, the channels-last tile, which needs no patches. The left operand of a product need not be a matrix; it is enough
 * that its rows begin a constant distance apart, and they may overlap.
 *
 * <pre>
 *    one row of x:   [f0 c..][f1 c..][f2 c..][f3 c..][f4 c..]
 *    window at f0:   |---------------------|                    3 C neighbours
 *    window at f1:           |---------------------|            the same, C further on
 *    window at f2:                   |---------------------|
 * </pre>
 *
 * So six windows times two vectors of output channels are a {@link RegisterTile} of depth 3 C that reads the image itself,
 * once for each row of the kernel. The image is copied with a frame of zeros, so that no window asks whether it is inside;
 * weights and results have room up to whole tiles.
 *
 * <p>What limits it: tiles of depth 3 C are short when there are few channels; then fetching and storing the sums shows. And
 * each output still costs nine multiplications a channel.
 */
final class ChannelsLastTile implements Computation {
    private static final int ROWS = RegisterTile.ROWS;

    private final Conv2dShape shape;
    private final float[] x;
    private final float[] y;
    private final int width;
    private final int channels;
    private final float[] framed;
    private final float[] weights;
    private final float[] row;

    /** Strides of 1. */
    ChannelsLastTile(Conv2dShape shape, float[] x, float[] w) {
        this.shape = shape;
        this.x = x;
        this.y = new float[shape.outputSize()];
        int tiles = (shape.outF() + ROWS - 1) / ROWS;
        this.width = tiles * ROWS + shape.kf() - 1;
        this.channels = (shape.o() + RegisterTile.COLUMNS - 1) / RegisterTile.COLUMNS * RegisterTile.COLUMNS;
        this.framed = new float[(shape.outT() + shape.kt() - 1) * width * shape.c()];
        this.weights = new float[shape.weightSize() / shape.o() * channels];
        this.row = new float[tiles * ROWS * channels];
        for (int k = 0; k < shape.weightSize() / shape.o(); k++) {
            System.arraycopy(w, k * shape.o(), weights, k * channels, shape.o());
        }
    }

    @Override
    public void run() {
        for (int n = 0; n < shape.n(); n++) {
            frame(n);
            for (int t = 0; t < shape.outT(); t++) {
                Arrays.fill(row, 0);
                for (int i = 0; i < shape.kt(); i++) {
                    addKernelRow(t, i);
                }
                for (int f = 0; f < shape.outF(); f++) {
                    int to = ((n * shape.outT() + t) * shape.outF() + f) * shape.o();
                    System.arraycopy(row, f * channels, y, to, shape.o());
                }
            }
        }
    }

    private void frame(int n) {
        int c = shape.c();
        int inside = Math.min(shape.f(), width - shape.padF()) * c;
        for (int t = 0; t < shape.t(); t++) {
            int to = ((t + shape.padT()) * width + shape.padF()) * c;
            System.arraycopy(x, (n * shape.t() + t) * shape.f() * c, framed, to, inside);
        }
    }

    private void addKernelRow(int t, int i) {
        int c = shape.c();
        int depth = shape.kf() * c;
        for (int o = 0; o < channels; o += RegisterTile.COLUMNS) {
            for (int f = 0; f < shape.outF(); f += ROWS) {
                int from = ((t + i) * width + f) * c;
                int b = i * depth * channels + o;
                RegisterTile.tile(framed, from, c, 1, weights, b, channels, row, f * channels + o, channels, depth);
            }
        }
    }

    @Override
    public float[] result() {
        return y;
    }
}
