package org.timbrel.engine.layer;

import java.util.List;
import java.util.Locale;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.tensor.Padding;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.ShapeException;
import org.timbrel.engine.tensor.Tensor;

/**
 * Convolution over the time of sequences: x (N,T,D) gives (N,T',filters). It is a {@link Conv2d} over images of one
 * frequency with D channels, (N,T,1,D), which have the same memory; its weights (K,1,D,filters) are those that Keras and,
 * transposed, PyTorch shape (K,D,filters).
 */
public final class Conv1d implements Layer {
    /**
     * What a convolution is made of.
     *
     * @param in features of a step of the input
     * @param filters features of a step of the output
     * @param kernel steps that it sees at once
     * @param stride steps from one place to the next
     * @param padding what happens at the border
     * @param activation applied to the result
     * @param useBias whether a bias is added
     */
    public record Settings(
            int in, int filters, int kernel, int stride, Padding padding, Activation activation, boolean useBias) {
        Conv2d.Settings overImages() {
            return new Conv2d.Settings(in, filters, kernel, 1, stride, 1, padding, activation, useBias);
        }
    }

    private final Settings settings;
    private final CheckedInputs inputs = new CheckedInputs();
    private final Conv2d overImages;

    public Conv1d(String name, Settings settings, ParameterFactory factory) {
        this.settings = settings;
        this.overImages = new Conv2d(name, settings.overImages(), factory);
    }

    @Override
    public String name() {
        return overImages.name();
    }

    @Override
    public String describe() {
        return "conv1d " + settings.filters() + ", " + settings.kernel() + " steps, "
                + settings.padding().name().toLowerCase(Locale.ROOT)
                + (settings.stride() == 1 ? "" : ", stride " + settings.stride())
                + ActivationLayer.suffix(settings.activation());
    }

    @Override
    public Shape outputShape(Shape input) {
        Sequences.check("conv1d", name(), settings.in(), input);
        int steps = input.get(0);
        if (settings.padding() == Padding.VALID && steps < settings.kernel()) {
            throw new ShapeException("conv1d layer '" + name() + "' with a kernel of " + settings.kernel()
                    + " steps and 'valid' padding leaves nothing of " + input
                    + "; use 'same' padding, a smaller kernel or longer sequences");
        }
        return Shape.of(overImages.outputShape(image(input)).get(0), settings.filters());
    }

    private static Shape image(Shape input) {
        return Shape.of(input.get(0), 1, input.get(1));
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        inputs.check(this, x);
        Shape shape = x.shape();
        Tensor images = x.reshape(shape.get(0), shape.get(1), 1, shape.get(2)); // (N,T,1,D)
        Tensor y = overImages.forward(images, pass); // (N,T',1,filters)
        return y.reshape(shape.get(0), y.shape().get(1), settings.filters());
    }

    @Override
    public List<Parameter> parameters() {
        return overImages.parameters();
    }

    @Override
    public long flops(Shape input) {
        return overImages.flops(image(input));
    }
}
