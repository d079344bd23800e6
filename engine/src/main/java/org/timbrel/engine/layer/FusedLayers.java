package org.timbrel.engine.layer;

import java.util.ArrayList;
import java.util.List;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.DropoutDraw;
import org.timbrel.engine.tensor.BatchNormalization;
import org.timbrel.engine.tensor.ConvolutionBlock;
import org.timbrel.engine.tensor.NormalisedConvolutionBlock;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;

/**
 * A run of layers that are computed together where the backend can: convolution, ReLU, batch normalisation, ReLU, pooling of
 * 2 x 2, dropout, of which all but convolution and pooling may be missing. The layers stay what they are; only their way
 * forward is another.
 *
 * <p>With batch normalisation this holds while learning in single precision only. Mixed precision rounds between the layers:
 * without batch normalisation they go together where the backend stores halves, whose kernels round what they keep.
 */
final class FusedLayers implements Step {
    private final List<Layer> layers;
    private final CheckedInputs inputs = new CheckedInputs();
    private final Conv2d conv2d;
    private final BatchNorm batchNorm;
    private final Dropout dropout;
    private final ConvolutionBlock block;
    private final NormalisedConvolutionBlock normalisedBlock;

    private FusedLayers(
            List<Layer> layers,
            Conv2d conv2d,
            boolean reluBefore,
            BatchNorm batchNorm,
            boolean reluAfter,
            Dropout dropout) {
        this.layers = layers;
        this.conv2d = conv2d;
        this.batchNorm = batchNorm;
        this.dropout = dropout;
        this.block = batchNorm == null ? block(conv2d, reluBefore) : null;
        this.normalisedBlock = batchNorm == null ? null : normalisedBlock(conv2d, reluBefore, batchNorm, reluAfter);
    }

    private static ConvolutionBlock block(Conv2d conv2d, boolean relu) {
        Conv2d.Settings s = conv2d.settings();
        return new ConvolutionBlock(new ConvolutionBlock.Settings(s.padding(), s.strideT(), s.strideF(), relu));
    }

    private static NormalisedConvolutionBlock normalisedBlock(
            Conv2d conv2d, boolean reluBefore, BatchNorm batchNorm, boolean reluAfter) {
        Conv2d.Settings s = conv2d.settings();
        return new NormalisedConvolutionBlock(
                new NormalisedConvolutionBlock.Weights(
                        conv2d.weight(), conv2d.bias(), batchNorm.gamma(), batchNorm.beta()),
                new NormalisedConvolutionBlock.Settings(
                        s.padding(), s.strideT(), s.strideF(), reluBefore, reluAfter, batchNorm.epsilon()));
    }

    /** The steps through some layers: runs together, the others one by one. */
    static List<Step> steps(List<Layer> layers) {
        List<Step> steps = new ArrayList<>();
        int next = 0;
        while (next < layers.size()) {
            FusedLayers run = startingWith(layers.subList(next, layers.size()));
            if (run != null) {
                steps.add(run);
                next += run.layers.size();
            } else {
                steps.add(layers.get(next)::forward);
                next++;
            }
        }
        return List.copyOf(steps);
    }

    /** The steps through some layers, one by one. */
    static List<Step> singly(List<Layer> layers) {
        return layers.stream().<Step>map(layer -> layer::forward).toList();
    }

    /** The run with which the list begins; null if it begins with none. */
    private static FusedLayers startingWith(List<Layer> layers) {
        if (!(layers.get(0) instanceof Conv2d conv2d)
                || !isReluOrNone(conv2d.settings().activation())) {
            return null;
        }
        int next = 1;
        boolean reluBefore = conv2d.settings().activation() == Activation.RELU;
        if (!reluBefore && isRelu(layers, next)) {
            reluBefore = true;
            next++;
        }
        BatchNorm batchNorm = next < layers.size() && layers.get(next) instanceof BatchNorm layer ? layer : null;
        next += batchNorm == null ? 0 : 1;
        boolean reluAfter = batchNorm != null && isRelu(layers, next);
        next += reluAfter ? 1 : 0;
        if (next == layers.size() || !(layers.get(next) instanceof MaxPool2d pool) || !pool.isTwoByTwo()) {
            return null;
        }
        next++;
        Dropout dropout = next < layers.size() && layers.get(next) instanceof Dropout layer ? layer : null;
        next += dropout == null ? 0 : 1;
        List<Layer> run = List.copyOf(layers.subList(0, next));
        return new FusedLayers(run, conv2d, reluBefore, batchNorm, reluAfter, dropout);
    }

    private static boolean isReluOrNone(Activation activation) {
        return activation == Activation.RELU || activation == Activation.NONE;
    }

    private static boolean isRelu(List<Layer> layers, int at) {
        return at < layers.size()
                && layers.get(at) instanceof ActivationLayer layer
                && layer.activation() == Activation.RELU;
    }

    /** The layers of the run. */
    List<Layer> layers() {
        return layers;
    }

    /** Whether a backend has a kernel for the run while a model learns, for examples of the given shape. */
    boolean isFusedBy(Backend backend, Shape example, boolean mixed) {
        if (mixed && (batchNorm != null || !backend.storesHalves())) {
            return false;
        }
        Shape batch = Shape.of(1, example.get(0), example.get(1), example.get(2));
        return batchNorm == null
                ? block.isFused(backend, batch, conv2d.weight().shape())
                : normalisedBlock.isFused(backend, batch);
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        boolean rounds = pass.mixed() && (batchNorm != null || !x.backend().storesHalves());
        if (rounds || (batchNorm != null && !pass.training())) {
            Tensor y = x;
            for (Layer layer : layers) {
                y = layer.forward(y, pass);
            }
            return y;
        }
        inputs.check(conv2d, x);
        DropoutDraw draw = dropout == null ? null : dropout.draw(pass);
        if (batchNorm == null) {
            return block.apply(pass.cast(x), conv2d.weight(pass, x), conv2d.bias(pass, x), draw);
        }
        BatchNormalization.Result result = normalisedBlock.apply(x, draw);
        batchNorm.follow(result);
        return result.y();
    }
}
