package org.timbrel.engine.layer;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.tensor.ConvolutionBlock;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;

/**
 * A run of layers that are computed together where the backend can: convolution, ReLU, pooling of 2 x 2, dropout. The
 * layers stay what they are; only their way forward is another.
 */
final class FusedLayers implements Step {
    private final List<Layer> layers;
    private final Conv2d conv2d;
    private final boolean relu;
    private final Dropout dropout;

    private FusedLayers(List<Layer> layers, Conv2d conv2d, boolean relu, Dropout dropout) {
        this.layers = layers;
        this.conv2d = conv2d;
        this.relu = relu;
        this.dropout = dropout;
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
        Iterator<Layer> rest = layers.iterator();
        if (!(rest.next() instanceof Conv2d conv2d)
                || !isReluOrNone(conv2d.settings().activation())) {
            return null;
        }
        boolean relu = conv2d.settings().activation() == Activation.RELU;
        Layer next = rest.hasNext() ? rest.next() : null;
        if (!relu && next instanceof ActivationLayer activation && activation.activation() == Activation.RELU) {
            relu = true;
            next = rest.hasNext() ? rest.next() : null;
        }
        if (!(next instanceof MaxPool2d pool) || !pool.isTwoByTwo()) {
            return null;
        }
        Dropout dropout = rest.hasNext() && rest.next() instanceof Dropout last ? last : null;
        int count = layers.indexOf(dropout == null ? pool : dropout) + 1;
        return new FusedLayers(List.copyOf(layers.subList(0, count)), conv2d, relu, dropout);
    }

    private static boolean isReluOrNone(Activation activation) {
        return activation == Activation.RELU || activation == Activation.NONE;
    }

    /** The layers of the run. */
    List<Layer> layers() {
        return layers;
    }

    /** Whether a backend has a kernel for the run while a model learns, for examples of the given shape. */
    boolean isFusedBy(Backend backend, Shape example) {
        Shape batch = Shape.of(1, example.get(0), example.get(1), example.get(2));
        return ConvolutionBlock.isFused(backend, batch, conv2d.weight().shape(), settings(Pass.training(0, 0)));
    }

    /** One by one in mixed precision, which rounds between the layers. */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        if (pass.mixed()) {
            Tensor y = x;
            for (Layer layer : layers) {
                y = layer.forward(y, pass);
            }
            return y;
        }
        Batches.check(conv2d, x);
        return ConvolutionBlock.apply(x, conv2d.weight(), conv2d.bias(), settings(pass));
    }

    private ConvolutionBlock.Settings settings(Pass pass) {
        Conv2d.Settings settings = conv2d.settings();
        return new ConvolutionBlock.Settings(
                settings.padding(),
                settings.strideT(),
                settings.strideF(),
                relu,
                dropout == null ? null : dropout.draw(pass));
    }
}
