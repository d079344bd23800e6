package org.timbrel.engine.golden;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.layer.Layer;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.layer.Pass;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;
import org.timbrel.engine.testing.Formula;

/**
 * Forward and backward as the scripts of benchmarks/reference/engine run a layer: the input has the salt 1, weights have 2,
 * 3 ... in their order, and the loss is sum(y * r) with r from the salt 99.
 *
 * @param pass what layers are told
 * @param compare holds a result to the fixture's array of a name: {@code NAME.y}, {@code NAME.d0} of the input, and
 *     {@code NAME.d1} and so on of the weights
 */
record GoldenRun(Pass pass, BiConsumer<String, Tensor> compare) {
    private static final int LOSS_SALT = 99;

    void check(String name, Layer layer, Shape shape, Backend backend) {
        List<Tensor> weights = layer.parameters().stream()
                .filter(Parameter::trainable)
                .map(Parameter::value)
                .toList();
        for (int i = 0; i < weights.size(); i++) {
            weights.get(i).set(Formula.values(2 + i, weights.get(i).shape().size(), 1));
        }
        Tensor x = Tensor.parameter(backend, shape, Formula.values(1, shape.size(), 1));
        checkFunction(name, t -> layer.forward(t, pass), x, weights.toArray(Tensor[]::new));
    }

    void checkFunction(String name, Function<Tensor, Tensor> function, Tensor x, Tensor... weights) {
        Tensor y = function.apply(x);
        compare.accept(name + ".y", y);
        double[] r = Formula.values(LOSS_SALT, y.shape().size(), 1);
        y.multiply(Tensor.of(y.backend(), y.shape(), r)).sum().backward();
        compare.accept(name + ".d0", x.gradient());
        for (int i = 0; i < weights.length; i++) {
            compare.accept(name + ".d" + (i + 1), weights[i].gradient());
        }
    }
}
