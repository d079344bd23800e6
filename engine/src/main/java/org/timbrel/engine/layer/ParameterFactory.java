package org.timbrel.engine.layer;

import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.init.InitScheme;
import org.timbrel.engine.init.Initializer;
import org.timbrel.engine.random.Streams;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;

/** Makes the parameters of one model: on one backend, by one scheme, each from a random stream of its own. */
public final class ParameterFactory {
    private final Backend backend;
    private final InitScheme scheme;
    private final long seed;
    private int made;

    public ParameterFactory(Backend backend, InitScheme scheme, long seed) {
        this.backend = backend;
        this.scheme = scheme;
        this.seed = seed;
    }

    /** How the framework that is followed starts its parameters. */
    public InitScheme scheme() {
        return scheme;
    }

    /** A parameter that learns. */
    public Parameter trainable(String name, Initializer initializer, int fanIn, int fanOut, int... shape) {
        return make(name, true, initializer, fanIn, fanOut, Shape.of(shape));
    }

    /** A parameter that doesn't, such as a running mean. */
    public Parameter statistic(String name, double value, int... shape) {
        return make(name, false, Initializer.constant(value), 1, 1, Shape.of(shape));
    }

    private Parameter make(
            String name, boolean trainable, Initializer initializer, int fanIn, int fanOut, Shape shape) {
        double[] values = initializer.draw(shape, fanIn, fanOut, seed, Streams.initial(made++));
        Tensor value = trainable ? Tensor.parameter(backend, shape, values) : Tensor.of(backend, shape, values);
        return new Parameter(name, value, trainable);
    }
}
