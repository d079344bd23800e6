package org.timbrel.benchmarks.kernels.elementwise;

import org.timbrel.benchmarks.kernels.Computation;
import org.timbrel.benchmarks.kernels.Inputs;
import org.timbrel.engine.backend.AdamStep;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BinaryOp;
import org.timbrel.engine.backend.Broadcast;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.MapOp;

/** An elementwise operation on a backend of the engine. */
final class EngineElementwise implements Computation {
    /** The first step at Keras's settings, its corrections folded in. */
    private static final AdamStep FIRST_STEP = new AdamStep(0.9, 0.999, 1e-3 * Math.sqrt(0.001) / 0.1, 1, 1e-7);

    private final Backend backend;
    private final ElementwiseOp op;
    private final int n;
    private final Broadcast equal;
    private final Buffer x;
    private final Buffer y;
    private final Buffer z;
    private final Buffer mean;
    private final Buffer square;

    EngineElementwise(Backend backend, ElementwiseOp op, int n) {
        this.backend = backend;
        this.op = op;
        this.n = n;
        this.equal = Broadcast.of(new int[] {n}, new int[] {n});
        this.x = backend.allocate(n);
        this.y = backend.allocate(n);
        this.z = backend.allocate(n);
        boolean adam = op == ElementwiseOp.ADAM;
        this.mean = backend.allocate(adam ? n : 0);
        this.square = backend.allocate(adam ? n : 0);
        backend.write(Inputs.uniform(n, 1), x, 0);
        backend.write(Inputs.uniform(n, 2), z, 0);
        backend.fill(y, 0, n);
        backend.fill(mean, 0, mean.length());
        backend.fill(square, 0, square.length());
    }

    @Override
    public void run() {
        switch (op) {
            case COPY -> backend.copy(x, 0, y, 0, n);
            case RELU -> backend.map(MapOp.RELU, x, y, n);
            case ADD -> backend.binary(BinaryOp.ADD, equal, x, z, y);
            case EXP -> backend.map(MapOp.EXP, x, y, n);
            case TANH -> backend.map(MapOp.TANH, x, y, n);
            case SIGMOID -> backend.map(MapOp.SIGMOID, x, y, n);
            case ADAM -> backend.adam(y, z, mean, square, FIRST_STEP, n);
            default -> throw new IllegalStateException("no kernel for " + op);
        }
    }

    @Override
    public float[] result() {
        float[] result = new float[n];
        backend.read(y, 0, result);
        return result;
    }

    /** The result in double precision. */
    double[] values() {
        double[] values = new double[n];
        backend.read(y, 0, values);
        return values;
    }
}
