package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.timbrel.engine.backend.AdamStep;

/** Updates of the weights. */
final class OptimizerSteps {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private final Workers workers;

    OptimizerSteps(Workers workers) {
        this.workers = workers;
    }

    /** As {@link org.timbrel.engine.backend.Backend#sgd}. */
    void sgd(float[] w, float[] g, float[] velocity, double learningRate, double momentum, int n) {
        workers.runBlocks(n, (at, count) -> {
            Arithmetic.affine(velocity, at, (float) momentum, 0, velocity, at, count);
            Arithmetic.addScaled(g, at, (float) -learningRate, velocity, at, count);
            Arithmetic.addScaled(velocity, at, 1, w, at, count);
        });
    }

    /** As {@link org.timbrel.engine.backend.Backend#adam}. */
    void adam(float[] w, float[] g, float[] m, float[] v, AdamStep step, int n) {
        Adam adam = workers.scratch().adam;
        adam.w = w;
        adam.g = g;
        adam.m = m;
        adam.v = v;
        adam.step = step;
        workers.runBlocks(n, adam);
    }

    /** The update that is under way. */
    static final class Adam implements RowTask {
        private float[] w;
        private float[] g;
        private float[] m;
        private float[] v;
        private AdamStep step;

        @Override
        public void run(int at, int count) {
            int whole = Lanes.floor(count);
            adamVectors(w, g, m, v, step, at, at + whole);
            adamRest(w, g, m, v, step, at + whole, at + count);
        }
    }

    private static void adamVectors(float[] w, float[] g, float[] m, float[] v, AdamStep step, int begin, int end) {
        FloatVector beta1 = broadcast(step.beta1());
        FloatVector beta2 = broadcast(step.beta2());
        FloatVector rest1 = broadcast(1 - step.beta1());
        FloatVector rest2 = broadcast(1 - step.beta2());
        FloatVector stepSize = broadcast(-step.stepSize());
        FloatVector rootEpsilon = broadcast(step.rootEpsilon());
        FloatVector scale = broadcast(step.varianceScale());
        FloatVector epsilon = broadcast(step.epsilon());
        for (int i = begin; i < end; i += LANES) {
            FloatVector gradient = FloatVector.fromArray(SPECIES, g, i);
            FloatVector mean =
                    gradient.fma(rest1, FloatVector.fromArray(SPECIES, m, i).mul(beta1));
            FloatVector square = gradient.mul(gradient)
                    .fma(rest2, FloatVector.fromArray(SPECIES, v, i).mul(beta2));
            mean.intoArray(m, i);
            square.intoArray(v, i);
            FloatVector root = square.add(rootEpsilon).sqrt().fma(scale, epsilon);
            mean.mul(stepSize)
                    .div(root)
                    .add(FloatVector.fromArray(SPECIES, w, i))
                    .intoArray(w, i);
        }
    }

    private static void adamRest(float[] w, float[] g, float[] m, float[] v, AdamStep step, int begin, int end) {
        for (int i = begin; i < end; i++) {
            m[i] = Math.fma(g[i], (float) (1 - step.beta1()), m[i] * (float) step.beta1());
            v[i] = Math.fma(g[i] * g[i], (float) (1 - step.beta2()), v[i] * (float) step.beta2());
            float root = (float) Math.sqrt(v[i] + (float) step.rootEpsilon());
            root = Math.fma(root, (float) step.varianceScale(), (float) step.epsilon());
            w[i] += m[i] * (float) -step.stepSize() / root;
        }
    }

    private static FloatVector broadcast(double value) {
        return FloatVector.broadcast(SPECIES, (float) value);
    }
}
