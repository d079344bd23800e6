package org.timbrel.engine.backend.reference;

import org.timbrel.engine.backend.AdamStep;

/** The steps of the optimizers; {@code Backend} has the formulas. */
final class ReferenceOptimizers {
    private ReferenceOptimizers() {}

    static void sgd(double[] w, double[] g, double[] velocity, double learningRate, double momentum, int n) {
        for (int i = 0; i < n; i++) {
            velocity[i] = momentum * velocity[i] - learningRate * g[i];
            w[i] += velocity[i];
        }
    }

    static void adam(double[] w, double[] g, double[] m, double[] v, AdamStep step, int n) {
        for (int i = 0; i < n; i++) {
            m[i] = step.beta1() * m[i] + (1 - step.beta1()) * g[i];
            v[i] = step.beta2() * v[i] + (1 - step.beta2()) * g[i] * g[i];
            double root = Math.sqrt(v[i] + step.rootEpsilon()) * step.varianceScale();
            w[i] -= step.stepSize() * m[i] / (root + step.epsilon());
        }
    }
}
