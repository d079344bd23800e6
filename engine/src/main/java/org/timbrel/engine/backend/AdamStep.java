package org.timbrel.engine.backend;

/**
 * The numbers of one Adam update, with the bias corrections folded in:
 *
 * <pre>
 * m = beta1 m + (1 - beta1) g
 * v = beta2 v + (1 - beta2) g^2
 * w = w - stepSize m / (sqrt(v + rootEpsilon) varianceScale + epsilon)
 * </pre>
 *
 * @param beta1 decay of the mean
 * @param beta2 decay of the squared mean
 * @param stepSize learning rate with the corrections that the convention puts there
 * @param rootEpsilon added under the root
 * @param varianceScale factor of the root
 * @param epsilon added to the denominator
 */
public record AdamStep(
        double beta1, double beta2, double stepSize, double rootEpsilon, double varianceScale, double epsilon) {

    /** Without an epsilon under the root. */
    public AdamStep(double beta1, double beta2, double stepSize, double varianceScale, double epsilon) {
        this(beta1, beta2, stepSize, 0, varianceScale, epsilon);
    }
}
