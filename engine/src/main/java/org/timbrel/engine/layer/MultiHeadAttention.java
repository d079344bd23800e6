package org.timbrel.engine.layer;

import java.util.List;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.init.Initializer;
import org.timbrel.engine.tensor.DenseProduct;
import org.timbrel.engine.tensor.Heads;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.ShapeException;
import org.timbrel.engine.tensor.Tensor;

/**
 * Multi-head self-attention over sequences (N,T,D) (Vaswani et al., 2017): each step asks all steps, in {@code heads} ways.
 *
 * <pre>
 *   [q k v] = x w + b                        w (D,3D), each cut into heads of size D / heads
 *   attention = softmax(q k^T / sqrt(D / heads))      (N,heads,T,T): row t says what step t looks at
 *   y = [attention v of all heads] o + c     o (D,D)
 * </pre>
 *
 * <p>Parameters and their first values are those of PyTorch's {@code MultiheadAttention}, its weights transposed. With
 * {@code residual}, y + x.
 */
public final class MultiHeadAttention implements Layer {
    private final String name;
    private final CheckedInputs inputs = new CheckedInputs();
    private final int features;
    private final int heads;
    private final Heads headLayout;
    private final DenseProduct projection = new DenseProduct(Activation.NONE);
    private final DenseProduct outputProjection = new DenseProduct(Activation.NONE);
    private final boolean residual;
    private final Parameter weight;
    private final Parameter bias;
    private final Parameter outputWeight;
    private final Parameter outputBias;

    /**
     * An attention with parameters from {@code factory}.
     *
     * @param features D, of every step
     * @param heads how many; must divide {@code features}
     * @param residual whether the input is added to the output
     * @throws ShapeException if {@code heads} doesn't divide {@code features}
     */
    public MultiHeadAttention(String name, int features, int heads, boolean residual, ParameterFactory factory) {
        if (features % heads != 0) {
            throw new ShapeException("multiHeadAttention layer '" + name + "' can't share " + features
                    + " features among " + heads + " heads; choose a number of heads that divides " + features);
        }
        this.name = name;
        this.features = features;
        this.heads = heads;
        this.headLayout = new Heads(3, heads);
        this.residual = residual;
        Initializer zero = Initializer.constant(0);
        int all = 3 * features;
        this.weight = factory.trainable(name + ".weight", Initializer.glorotUniform(), features, all, features, all);
        this.bias = factory.trainable(name + ".bias", zero, features, all, all);
        this.outputWeight = factory.trainable(
                name + ".output_weight", factory.scheme().weight(), features, features, features, features);
        this.outputBias = factory.trainable(name + ".output_bias", zero, features, features, features);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String describe() {
        return "multiHeadAttention, " + heads + (heads == 1 ? " head" : " heads") + (residual ? ", residual" : "");
    }

    @Override
    public Shape outputShape(Shape input) {
        Sequences.check("multiHeadAttention", name, features, input);
        return input;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        inputs.check(this, x);
        Tensor parts = project(x, pass);
        Tensor attention = pass.cast(attend(parts, pass));
        Tensor mixed = pass.cast(attention.matmul(part(parts, 2))); // (N*heads,T,D/heads)
        Tensor y = dense(outputProjection, headLayout.join(mixed), outputWeight, outputBias, pass);
        return residual ? y.add(x) : y;
    }

    /** How much each step of {@code x} (N,T,D) looks at each other: (N,heads,T,T), rows that sum to 1. */
    public Tensor attention(Tensor x) {
        inputs.check(this, x);
        int t = x.shape().get(1);
        Pass pass = Pass.inference();
        return attend(project(x, pass), pass).reshape(x.shape().get(0), heads, t, t);
    }

    /** Queries, keys and values, (N,T,3D). */
    private Tensor project(Tensor x, Pass pass) {
        return dense(projection, x, weight, bias, pass);
    }

    private static Tensor dense(DenseProduct product, Tensor x, Parameter w, Parameter b, Pass pass) {
        return pass.cast(product.apply(pass.cast(x), pass.cast(w.value(), x), pass.cast(b.value(), x)));
    }

    /** (N*heads,T,T). */
    private Tensor attend(Tensor parts, Pass pass) {
        Tensor scores = pass.cast(part(parts, 0).matmulTransposed(part(parts, 1)));
        return scores.affine(1 / Math.sqrt((double) features / heads), 0).softmax();
    }

    /** Queries (0), keys (1) or values (2) as a batch of matrices, (N*heads,T,D/heads). */
    private Tensor part(Tensor parts, int i) {
        return headLayout.split(parts, i);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(weight, bias, outputWeight, outputBias);
    }

    @Override
    public long flops(Shape input) {
        long t = input.get(0);
        return 2 * t * features * (4L * features + 2 * t);
    }
}
