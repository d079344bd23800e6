package org.timbrel.engine.testing;

import java.util.List;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.DropoutDraw;
import org.timbrel.engine.tensor.BatchNormalization;
import org.timbrel.engine.tensor.ConvolutionBlock;
import org.timbrel.engine.tensor.NormalisedConvolutionBlock;
import org.timbrel.engine.tensor.Padding;
import org.timbrel.engine.tensor.Tensor;
import org.timbrel.engine.testing.OpCase.Input;

/** Runs of layers that a backend may compute in one kernel; {@code reference} computes them one by one. */
final class ConvBlockOpCases {
    private static final DropoutDraw DRAW = new DropoutDraw(0.3, 42, 7, 3);

    private ConvBlockOpCases() {}

    static List<OpCase> small() {
        return List.of(
                block("convolution block, 2 to 16 channels", Input.of(2, 4, 6, 2), 3, 16, Padding.SAME, true, DRAW),
                block("convolution block without relu", Input.of(1, 6, 4, 1), 3, 16, Padding.SAME, false, null),
                block("convolution block, uneven, valid", Input.of(1, 7, 9, 3), 3, 16, Padding.VALID, true, DRAW),
                block("convolution block, 2 to 21 channels", Input.of(1, 4, 6, 2), 3, 21, Padding.SAME, true, DRAW),
                block("convolution block, 3 channels out", Input.of(1, 5, 4, 2), 3, 3, Padding.SAME, true, DRAW),
                normalised("convolution block, relu, batchNorm", Input.of(2, 5, 6, 1), 16, true, false, DRAW),
                normalised("convolution block, batchNorm, relu", Input.of(2, 4, 7, 1), 16, false, true, DRAW),
                normalised("convolution block, batchNorm alone", Input.of(1, 5, 5, 2), 16, false, false, null),
                normalised("convolution block, batchNorm, 3 channels", Input.of(1, 4, 5, 2), 3, true, true, DRAW));
    }

    static List<OpCase> large() {
        return List.of(
                block("convolution block, 1 to 32 channels", Input.of(2, 11, 22, 1), 3, 32, Padding.SAME, true, DRAW),
                block("convolution block, 32 to 48 channels", Input.of(2, 7, 10, 32), 3, 48, Padding.SAME, true, DRAW),
                block("convolution block, 32 to 56 channels", Input.of(2, 19, 20, 32), 3, 56, Padding.SAME, true, DRAW),
                block("convolution block, 5 x 5", Input.of(1, 9, 12, 16), 5, 64, Padding.VALID, true, null),
                normalised(
                        "convolution block, relu, batchNorm, 1 to 48", Input.of(2, 11, 13, 1), 48, true, false, DRAW),
                normalised(
                        "convolution block, batchNorm, relu, 32 to 32", Input.of(2, 9, 12, 32), 32, false, true, DRAW),
                normalised(
                        "convolution block, relu, batchNorm, 1 to 32, valid, no bias",
                        Input.of(2, 11, 15, 1),
                        32,
                        Padding.VALID,
                        false,
                        true,
                        false,
                        DRAW));
    }

    private static OpCase block(
            String name, Input x, int kernel, int filters, Padding padding, boolean relu, DropoutDraw draw) {
        ConvolutionBlock.Settings settings = new ConvolutionBlock.Settings(padding, 1, 1, relu);
        return OpCase.of(
                        name,
                        in -> new ConvolutionBlock(settings).apply(in.get(0), in.get(1), in.get(2), draw),
                        x,
                        Input.of(kernel, kernel, x.shape().get(3), filters),
                        Input.of(filters))
                .withKinks(in -> sides(in.get(0).conv2d(in.get(1), in.get(2), padding, 1, 1, Activation.NONE), relu));
    }

    private static OpCase normalised(
            String name, Input x, int filters, boolean reluBefore, boolean reluAfter, DropoutDraw draw) {
        return normalised(name, x, filters, Padding.SAME, true, reluBefore, reluAfter, draw);
    }

    /** Gammas of both signs: with a negative one, pooling takes what was smallest. */
    private static OpCase normalised(
            String name,
            Input x,
            int filters,
            Padding padding,
            boolean withBias,
            boolean reluBefore,
            boolean reluAfter,
            DropoutDraw draw) {
        Activation before = reluBefore ? Activation.RELU : Activation.NONE;
        NormalisedConvolutionBlock.Settings settings =
                new NormalisedConvolutionBlock.Settings(padding, 1, 1, reluBefore, reluAfter, 1e-3);
        Input w = Input.of(3, 3, x.shape().get(3), filters);
        Input perFilter = Input.of(filters);
        Input bias = reluBefore ? perFilter : perFilter.constant(); // its gradient is zero
        Input[] inputs =
                withBias ? new Input[] {x, w, bias, perFilter, perFilter} : new Input[] {x, w, perFilter, perFilter};
        return OpCase.of(
                        name,
                        in -> new NormalisedConvolutionBlock(
                                        new NormalisedConvolutionBlock.Weights(
                                                in.get(1), biasOf(in), fromEnd(in, 2), fromEnd(in, 1)),
                                        settings)
                                .apply(in.get(0), draw)
                                .y(),
                        inputs)
                .withKinks(in -> {
                    Tensor z = in.get(0).conv2d(in.get(1), biasOf(in), padding, 1, 1, Activation.NONE);
                    Tensor a = in.get(0).conv2d(in.get(1), biasOf(in), padding, 1, 1, before);
                    Tensor h = BatchNormalization.train(a, fromEnd(in, 2), fromEnd(in, 1), 1e-3)
                            .y();
                    Tensor sides = sides(z, reluBefore);
                    return reluAfter
                            ? Tensor.concat(
                                    0,
                                    List.of(
                                            sides.reshape(sides.shape().size()),
                                            h.reshape(h.shape().size())))
                            : sides;
                });
    }

    /** The bias of {@link #normalised}, which comes before gamma and beta; null for none. */
    private static Tensor biasOf(List<Tensor> in) {
        return in.size() > 4 ? in.get(2) : null;
    }

    private static Tensor fromEnd(List<Tensor> in, int i) {
        return in.get(in.size() - i);
    }

    /** The signs of all numbers that are pooled, where a ReLU reads them, and of all differences within a window. */
    private static Tensor sides(Tensor z, boolean relu) {
        int n = z.shape().get(0);
        int rows = z.shape().get(1) / 2;
        int columns = z.shape().get(2) / 2;
        int c = z.shape().get(3);
        Tensor windows = z.slice(1, 0, 2 * rows)
                .slice(2, 0, 2 * columns)
                .reshape(n * rows, 2, columns, 2, c)
                .permute(1, 3, 0, 2, 4)
                .reshape(4, n * rows * columns * c);
        Tensor sides = Tensor.concat(
                0,
                List.of(
                        difference(windows, 0, 1),
                        difference(windows, 0, 2),
                        difference(windows, 0, 3),
                        difference(windows, 1, 2),
                        difference(windows, 1, 3),
                        difference(windows, 2, 3)));
        return relu ? Tensor.concat(0, List.of(windows, sides)) : sides;
    }

    private static Tensor difference(Tensor windows, int a, int b) {
        return windows.slice(0, a, a + 1).subtract(windows.slice(0, b, b + 1));
    }
}
