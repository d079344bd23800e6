package org.timbrel.engine.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.MapOp;
import org.timbrel.engine.loss.WeightPenalty;
import org.timbrel.engine.tensor.BatchNormalization;
import org.timbrel.engine.tensor.Heads;
import org.timbrel.engine.tensor.LayerNormalization;
import org.timbrel.engine.tensor.Padding;
import org.timbrel.engine.tensor.Reverse;
import org.timbrel.engine.tensor.Tensor;
import org.timbrel.engine.testing.OpCase.Input;

/** The list of operations, small enough for gradient checks; {@link LargeOpCases} has the sizes of real models. */
public final class OpCases {
    private OpCases() {}

    /** Every case: the small ones and the large ones. */
    public static List<OpCase> all() {
        return Stream.of(small(), LargeOpCases.all(), ConvBlockOpCases.large())
                .flatMap(List::stream)
                .toList();
    }

    /** The cases with few numbers, whose gradients are checked by finite differences. */
    public static List<OpCase> small() {
        return Stream.of(
                        maps(),
                        binary(),
                        reductions(),
                        products(),
                        dense(),
                        rearranging(),
                        sharing(),
                        softmax(),
                        convolutions(),
                        pooling(),
                        normalisation(),
                        RecurrentOpCases.small(),
                        ConvBlockOpCases.small())
                .flatMap(List::stream)
                .toList();
    }

    private static List<OpCase> maps() {
        List<OpCase> cases = new ArrayList<>();
        cases.add(OpCase.of(
                        "weight penalty",
                        in -> new WeightPenalty(0.125, 0.25).addTo(in.get(1).sum(), in.get(0)),
                        Input.of(3, 7),
                        Input.of(2))
                .withKinks(in -> in.get(0)));
        for (MapOp op : MapOp.values()) {
            Input x = Input.of(3, 7);
            boolean positive = op == MapOp.LOG || op == MapOp.SQRT || op == MapOp.RECIPROCAL;
            OpCase opCase = OpCase.of(
                    op.name().toLowerCase(Locale.ROOT),
                    in -> in.get(0).map(op),
                    positive ? x.between(0.5, 2) : x.between(-2, 2));
            cases.add(op == MapOp.RELU || op == MapOp.ABS ? opCase.withKinks(in -> in.get(0)) : opCase);
        }
        cases.add(OpCase.of("affine", in -> in.get(0).affine(-1.5, 0.25), Input.of(2, 5)));
        cases.add(OpCase.of("dropout", in -> in.get(0).dropout(0.3, 42, 7, 3), Input.of(5, 31)));
        return cases;
    }

    private static List<OpCase> binary() {
        int[][][] shapes = {
            {{3, 4}, {3, 4}},
            {{3, 4}, {4}},
            {{4}, {3, 4}},
            {{3, 4}, {3, 1}},
            {{3, 1}, {1, 4}},
            {{2, 3, 4}, {}},
            {{2, 3, 4, 5}, {3, 1, 5}},
            {{2, 1, 4, 1}, {3, 1, 5}},
            {{2, 3, 4}, {2, 1, 4}},
        };
        List<OpCase> cases = new ArrayList<>();
        for (int[][] pair : shapes) {
            Input a = Input.of(pair[0]);
            Input b = Input.of(pair[1]);
            String join = " " + a.shape() + " " + b.shape();
            cases.add(OpCase.of("add" + join, in -> in.get(0).add(in.get(1)), a, b));
            cases.add(OpCase.of("subtract" + join, in -> in.get(0).subtract(in.get(1)), a, b));
            cases.add(OpCase.of("multiply" + join, in -> in.get(0).multiply(in.get(1)), a, b));
            cases.add(OpCase.of("divide" + join, in -> in.get(0).divide(in.get(1)), a, b.between(0.75, 2)));
        }
        return cases;
    }

    private static List<OpCase> reductions() {
        return List.of(
                OpCase.of("sum", in -> in.get(0).sum(), Input.of(3, 5)),
                OpCase.of("sum, first axis", in -> in.get(0).sum(0), Input.of(3, 4, 5)),
                OpCase.of("sum, middle axis", in -> in.get(0).sum(1), Input.of(3, 4, 5)),
                OpCase.of("sum, last axis", in -> in.get(0).sum(-1), Input.of(3, 4, 5)),
                OpCase.of("mean", in -> in.get(0).mean(), Input.of(3, 5)),
                OpCase.of("mean, middle axis", in -> in.get(0).mean(1), Input.of(3, 4, 5)));
    }

    private static List<OpCase> products() {
        return List.of(
                matmul("matmul", Input.of(3, 4), Input.of(4, 5)),
                matmul("matmul, one row", Input.of(1, 7), Input.of(7, 3)),
                matmul("matmul, one column", Input.of(5, 7), Input.of(7, 1)),
                matmul("matmul, outer product", Input.of(5, 1), Input.of(1, 6)),
                matmul("matmul, batched", Input.of(3, 2, 4), Input.of(3, 4, 5)),
                matmul(
                        "matmul, left alone learns",
                        Input.of(3, 4),
                        Input.of(4, 5).constant()),
                matmul("matmul, right alone learns", Input.of(3, 4).constant(), Input.of(4, 5)),
                transposed("matmul transposed", Input.of(3, 4), Input.of(5, 4)),
                transposed("matmul transposed, batched", Input.of(3, 2, 4), Input.of(3, 5, 4)),
                transposed(
                        "matmul transposed, right alone learns", Input.of(3, 4).constant(), Input.of(5, 4)),
                OpCase.of(
                        "matmul transposed, of one tensor with itself",
                        in -> in.get(0).matmulTransposed(in.get(0)),
                        Input.of(3, 4)));
    }

    private static OpCase matmul(String name, Input a, Input b) {
        return OpCase.of(name, in -> in.get(0).matmul(in.get(1)), a, b);
    }

    private static OpCase transposed(String name, Input a, Input b) {
        return OpCase.of(name, in -> in.get(0).matmulTransposed(in.get(1)), a, b);
    }

    private static List<OpCase> dense() {
        List<OpCase> cases = new ArrayList<>();
        for (Activation activation : Activation.values()) {
            String name = "dense, " + activation.name().toLowerCase(Locale.ROOT);
            OpCase opCase = OpCase.of(
                    name,
                    in -> in.get(0).dense(in.get(1), in.get(2), activation),
                    Input.of(3, 4),
                    Input.of(4, 5),
                    Input.of(5));
            cases.add(
                    activation == Activation.RELU
                            ? opCase.withKinks(in -> in.get(0).dense(in.get(1), in.get(2), Activation.NONE))
                            : opCase);
        }
        cases.add(OpCase.of(
                "dense, no bias, sequences",
                in -> in.get(0).dense(in.get(1), null, Activation.TANH),
                Input.of(2, 3, 4),
                Input.of(4, 5)));
        return cases;
    }

    private static List<OpCase> rearranging() {
        Input x = Input.of(2, 3, 4, 5);
        return List.of(
                OpCase.of("reshape", in -> in.get(0).reshape(6, 20), x),
                OpCase.of("permute, transpose", in -> in.get(0).permute(1, 0), Input.of(3, 7)),
                OpCase.of("permute, four axes", in -> in.get(0).permute(2, 0, 3, 1), x),
                OpCase.of("slice, first axis", in -> in.get(0).slice(0, 1, 2), x),
                OpCase.of("slice, middle axis", in -> in.get(0).slice(1, 1, 3), x),
                OpCase.of("slice, last axis", in -> in.get(0).slice(-1, 0, 2), x),
                OpCase.of(
                        "slices that overlap",
                        in -> in.get(0).slice(1, 0, 3).multiply(in.get(0).slice(1, 1, 4)),
                        Input.of(2, 4, 3)),
                OpCase.of("heads, split", in -> new Heads(3, 2).split(in.get(0), 1), Input.of(2, 5, 18)),
                OpCase.of(
                        "heads, all parts of one tensor",
                        in -> {
                            Heads heads = new Heads(2, 2);
                            return heads.split(in.get(0), 0)
                                    .multiply(heads.split(in.get(0), 1))
                                    .add(heads.split(in.get(0).tanh(), 0));
                        },
                        Input.of(2, 3, 12)),
                OpCase.of("heads, joined", in -> new Heads(1, 3).join(in.get(0)), Input.of(6, 4, 5)),
                OpCase.of("reverse, first axis", in -> Reverse.apply(in.get(0), 0), x),
                OpCase.of("reverse, middle axis", in -> Reverse.apply(in.get(0), 1), Input.of(2, 5, 3)),
                OpCase.of("reverse, last axis", in -> Reverse.apply(in.get(0), -1), x),
                OpCase.of("concat, first axis", in -> Tensor.concat(0, in), Input.of(2, 3), Input.of(4, 3)),
                OpCase.of(
                        "concat, middle axis",
                        in -> Tensor.concat(1, in),
                        Input.of(2, 3, 2),
                        Input.of(2, 1, 2),
                        Input.of(2, 4, 2)),
                OpCase.of(
                        "concat, last axis",
                        in -> Tensor.concat(-1, in),
                        Input.of(2, 3).constant(),
                        Input.of(2, 4)));
    }

    /** Tensors that are used more than once: their gradients add up. */
    private static List<OpCase> sharing() {
        Input x = Input.of(3, 4);
        return List.of(
                OpCase.of("multiplied by itself", in -> in.get(0).multiply(in.get(0)), x),
                OpCase.of("reshaped twice", in -> twoViews(in.get(0).tanh()), x),
                OpCase.of("reshaped input twice", in -> twoViews(in.get(0)), x),
                OpCase.of(
                        "used again after a view",
                        in -> {
                            Tensor y = in.get(0).sigmoid();
                            return y.reshape(12).sum().add(y.multiply(y)).multiply(y);
                        },
                        x),
                OpCase.of("concat with itself", in -> Tensor.concat(0, List.of(in.get(0), in.get(0))), x));
    }

    private static Tensor twoViews(Tensor y) {
        return y.reshape(4, 3).multiply(y.reshape(4, 3).tanh()).reshape(2, 6);
    }

    private static List<OpCase> softmax() {
        return List.of(
                OpCase.of("softmax", in -> in.get(0).softmax(), Input.of(3, 5).between(-2, 2)),
                OpCase.of("softmax, sequences", in -> in.get(0).softmax(), Input.of(2, 3, 4)),
                OpCase.of("softmax, one class", in -> in.get(0).softmax(), Input.of(3, 1)),
                OpCase.of(
                        "cross-entropy, soft targets",
                        in -> in.get(0).crossEntropy(in.get(1).softmax()),
                        Input.of(4, 6).between(-2, 2),
                        Input.of(4, 6).constant()),
                OpCase.of(
                        "cross-entropy, scaled",
                        in -> in.get(0).crossEntropy(in.get(1).softmax()).affine(2.5, 1),
                        Input.of(3, 10),
                        Input.of(3, 10).between(-3, 3).constant()));
    }

    private static List<OpCase> convolutions() {
        return List.of(
                conv("conv2d, same", Input.of(2, 5, 4, 3), Input.of(3, 3, 3, 2), Padding.SAME, 1, 1),
                conv("conv2d, valid", Input.of(2, 5, 4, 3), Input.of(3, 2, 3, 2), Padding.VALID, 1, 1),
                conv("conv2d, one channel", Input.of(1, 6, 5, 1), Input.of(3, 3, 1, 4), Padding.SAME, 1, 1),
                conv("conv2d, over time alone", Input.of(2, 7, 1, 3), Input.of(3, 1, 3, 4), Padding.SAME, 2, 1),
                conv("conv2d, 1 x 1", Input.of(1, 3, 4, 3), Input.of(1, 1, 3, 5), Padding.VALID, 1, 1),
                conv("conv2d, 5 x 5", Input.of(1, 6, 7, 2), Input.of(5, 5, 2, 2), Padding.SAME, 1, 1),
                conv("conv2d, even kernel", Input.of(1, 5, 6, 2), Input.of(2, 4, 2, 3), Padding.SAME, 1, 1),
                conv("conv2d, same, stride 2 x 3", Input.of(2, 6, 7, 2), Input.of(3, 3, 2, 3), Padding.SAME, 2, 3),
                conv("conv2d, valid, stride 2 x 2", Input.of(2, 6, 7, 2), Input.of(3, 3, 2, 3), Padding.VALID, 2, 2),
                conv(
                        "conv2d, weights alone learn",
                        Input.of(2, 4, 4, 2).constant(),
                        Input.of(3, 3, 2, 3),
                        Padding.SAME,
                        1,
                        1),
                OpCase.of(
                        "conv2d, no bias, tanh",
                        in -> in.get(0).conv2d(in.get(1), null, Padding.SAME, 1, 1, Activation.TANH),
                        Input.of(1, 4, 5, 2),
                        Input.of(3, 3, 2, 3)),
                convRelu("conv2d, relu", Input.of(1, 4, 5, 2), 3));
    }

    private static OpCase conv(String name, Input x, Input w, Padding padding, int strideT, int strideF) {
        return OpCase.of(
                name,
                in -> in.get(0).conv2d(in.get(1), in.get(2), padding, strideT, strideF, Activation.NONE),
                x,
                w,
                Input.of(w.shape().get(3)));
    }

    static OpCase convRelu(String name, Input x, int filters) {
        return OpCase.of(
                        name,
                        in -> in.get(0).conv2d(in.get(1), in.get(2), Padding.SAME, 1, 1, Activation.RELU),
                        x,
                        Input.of(3, 3, x.shape().get(3), filters),
                        Input.of(filters))
                .withKinks(in -> in.get(0).conv2d(in.get(1), in.get(2), Padding.SAME, 1, 1, Activation.NONE));
    }

    private static List<OpCase> pooling() {
        return List.of(
                OpCase.of("maxPool2d", in -> in.get(0).maxPool2d(2, 2, 2, 2), spaced(2, 4, 6, 3)),
                OpCase.of("maxPool2d, uneven input", in -> in.get(0).maxPool2d(2, 2, 2, 2), spaced(2, 5, 7, 2)),
                OpCase.of("maxPool2d, 3 x 2", in -> in.get(0).maxPool2d(3, 2, 3, 2), spaced(1, 7, 5, 2)),
                OpCase.of("maxPool2d, 1 x 4", in -> in.get(0).maxPool2d(1, 4, 1, 4), spaced(1, 3, 9, 2)),
                OpCase.of("maxPool2d, overlapping", in -> in.get(0).maxPool2d(3, 3, 2, 1), spaced(1, 6, 5, 2)));
    }

    private static Input spaced(int... lengths) {
        return Input.of(lengths).spaced();
    }

    private static List<OpCase> normalisation() {
        Input gamma = Input.of(3).between(0.5, 1.5);
        Input beta = Input.of(3);
        Input mean = Input.of(3).constant();
        Input variance = Input.of(3).between(0.5, 2).constant();
        return List.of(
                OpCase.of("batchNorm, training", OpCases::batchNormTraining, Input.of(7, 3), gamma, beta),
                OpCase.of("batchNorm, training, images", OpCases::batchNormTraining, Input.of(2, 3, 2, 3), gamma, beta),
                OpCase.of(
                        "batchNorm, training, input alone learns",
                        OpCases::batchNormTraining,
                        Input.of(7, 3),
                        gamma.constant(),
                        beta.constant()),
                OpCase.of("layerNorm", OpCases::layerNorm, Input.of(7, 3), gamma, beta),
                OpCase.of("layerNorm, images", OpCases::layerNorm, Input.of(2, 3, 2, 3), gamma, beta),
                OpCase.of(
                        "layerNorm, input alone learns",
                        OpCases::layerNorm,
                        Input.of(7, 3),
                        gamma.constant(),
                        beta.constant()),
                OpCase.of(
                        "batchNorm, inference",
                        OpCases::batchNormInference,
                        Input.of(7, 3),
                        gamma,
                        beta,
                        mean,
                        variance),
                OpCase.of(
                        "batchNorm, inference, images",
                        OpCases::batchNormInference,
                        Input.of(2, 3, 2, 3),
                        gamma,
                        beta,
                        mean,
                        variance));
    }

    static Tensor batchNormTraining(List<Tensor> in) {
        return BatchNormalization.train(in.get(0), in.get(1), in.get(2), 1e-3).y();
    }

    static Tensor layerNorm(List<Tensor> in) {
        return LayerNormalization.apply(in.get(0), in.get(1), in.get(2), 1e-3);
    }

    private static Tensor batchNormInference(List<Tensor> in) {
        return BatchNormalization.infer(in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), 1e-3);
    }
}
