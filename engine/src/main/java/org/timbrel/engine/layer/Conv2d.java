package org.timbrel.engine.layer;

import java.util.List;
import java.util.Locale;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.tensor.Padding;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.ShapeException;
import org.timbrel.engine.tensor.Tensor;

/** Convolution over time and frequency, channels last: x (N,T,F,in), w (KT,KF,in,out), bias (out). */
public final class Conv2d implements Layer {
    /**
     * What a convolution is made of.
     *
     * @param in channels of the input
     * @param filters channels of the output
     * @param kernelT rows of the kernel (time)
     * @param kernelF columns of the kernel (frequency)
     * @param strideT step in time
     * @param strideF step in frequency
     * @param padding what happens at the border
     * @param activation applied to the result
     * @param useBias whether a bias is added; none is needed before batch normalisation
     */
    public record Settings(
            int in,
            int filters,
            int kernelT,
            int kernelF,
            int strideT,
            int strideF,
            Padding padding,
            Activation activation,
            boolean useBias) {}

    private final String name;
    private final CheckedInputs inputs = new CheckedInputs();
    private final Settings settings;
    private final Parameter weight;
    private final Parameter bias;

    public Conv2d(String name, Settings settings, ParameterFactory factory) {
        this.name = name;
        this.settings = settings;
        int receptive = settings.kernelT() * settings.kernelF();
        int fanIn = receptive * settings.in();
        int fanOut = receptive * settings.filters();
        this.weight = factory.trainable(
                name + ".weight",
                factory.scheme().weight(),
                fanIn,
                fanOut,
                settings.kernelT(),
                settings.kernelF(),
                settings.in(),
                settings.filters());
        this.bias = settings.useBias()
                ? factory.trainable(name + ".bias", factory.scheme().bias(), fanIn, fanOut, settings.filters())
                : null;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String describe() {
        return "conv2d " + settings.filters() + ", " + settings.kernelT() + " x " + settings.kernelF() + ", "
                + settings.padding().name().toLowerCase(Locale.ROOT)
                + (settings.strideT() == 1 && settings.strideF() == 1
                        ? ""
                        : ", stride " + settings.strideT() + " x " + settings.strideF())
                + ActivationLayer.suffix(settings.activation());
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() != 3 || input.get(2) != settings.in()) {
            throw new ShapeException(
                    "conv2d layer '" + name + "' wants images (time, frequency, " + settings.in() + " channels), got "
                            + input + "; set its input channels to match, or reshape what comes before it");
        }
        Conv2dShape shape = shape(input);
        if (shape.outT() < 1 || shape.outF() < 1) {
            throw new ShapeException("conv2d layer '" + name + "' with a " + settings.kernelT() + " x "
                    + settings.kernelF() + " kernel and 'valid' padding leaves nothing of " + input
                    + "; use 'same' padding, a smaller kernel, or fewer poolings before it");
        }
        return Shape.of(shape.outT(), shape.outF(), settings.filters());
    }

    private Conv2dShape shape(Shape input) {
        Settings s = settings;
        return s.padding() == Padding.SAME
                ? Conv2dShape.same(
                        1,
                        input.get(0),
                        input.get(1),
                        s.in(),
                        s.kernelT(),
                        s.kernelF(),
                        s.filters(),
                        s.strideT(),
                        s.strideF())
                : Conv2dShape.valid(
                        1,
                        input.get(0),
                        input.get(1),
                        s.in(),
                        s.kernelT(),
                        s.kernelF(),
                        s.filters(),
                        s.strideT(),
                        s.strideF());
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        inputs.check(this, x);
        return pass.cast(pass.cast(x)
                .conv2d(
                        weight(pass, x),
                        bias(pass, x),
                        settings.padding(),
                        settings.strideT(),
                        settings.strideF(),
                        settings.activation()));
    }

    Settings settings() {
        return settings;
    }

    Tensor weight() {
        return weight.value();
    }

    /** As a pass computes with it beside {@code x}. */
    Tensor weight(Pass pass, Tensor x) {
        return pass.cast(weight.value(), x);
    }

    /** Likewise; null if there is none. */
    Tensor bias(Pass pass, Tensor x) {
        return bias == null ? null : pass.cast(bias.value(), x);
    }

    /** Null if there is none. */
    Tensor bias() {
        return bias == null ? null : bias.value();
    }

    @Override
    public List<Parameter> parameters() {
        return bias == null ? List.of(weight) : List.of(weight, bias);
    }

    @Override
    public long flops(Shape input) {
        return shape(input).flops();
    }
}
