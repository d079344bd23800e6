package org.timbrel.engine.optimizer;

import java.util.List;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.tensor.Tensor;

/** Running means that an optimizer keeps beside each parameter. */
final class Moments {
    private Moments() {}

    static List<Parameter> trainable(List<Parameter> parameters) {
        return parameters.stream().filter(Parameter::trainable).toList();
    }

    static List<Parameter> zeros(List<Parameter> parameters, String what) {
        return parameters.stream().map(p -> zeros(p, what)).toList();
    }

    private static Parameter zeros(Parameter p, String what) {
        Tensor value = p.value();
        double[] zeros = new double[value.shape().size()];
        return new Parameter(p.name() + "." + what, Tensor.of(value.backend(), value.shape(), zeros), false);
    }
}
