package org.timbrel.training.baseline;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Multinomial logistic regression with an L2 penalty, the model of scikit-learn's {@code LogisticRegression}: the minimum
 * of {@code C * sum_i cross-entropy_i + |W|^2 / 2}, with intercepts not penalised. It is found by Newton's method with
 * all data at once and step halving, so the result depends on nothing but the data.
 */
public final class LogisticRegression {
    private static final int MOST_STEPS = 100;
    private static final double GRADIENT_TOLERANCE = 1e-10;
    /** Only differences of intercepts count; this picks the solution that moves their mean least. */
    private static final double INTERCEPT_RIDGE = 1e-6;

    private final int classes;
    private final int width;
    private final double[] weights; // (classes, width), width = features and 1 for the intercept

    private LogisticRegression(int classes, int width, double[] weights) {
        this.classes = classes;
        this.width = width;
        this.weights = weights;
    }

    /**
     * Fits the model.
     *
     * @param x (n, features)
     * @param labels n class indices
     * @param c how much the data count against the penalty; scikit-learn's default is 1
     */
    public static LogisticRegression fit(double[][] x, int[] labels, int classes, double c) {
        int width = x[0].length + 1;
        LogisticRegression model = new LogisticRegression(classes, width, new double[classes * width]);
        double loss = model.loss(x, labels, c);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] gradient = model.gradient(x, labels, c);
            if (Arrays.stream(gradient).map(Math::abs).max().orElse(0) < GRADIENT_TOLERANCE * x.length) {
                return model;
            }
            double[] direction = solve(model.hessian(x, c), gradient);
            LogisticRegression next = model;
            double nextLoss = Double.POSITIVE_INFINITY;
            for (double size = 1; size > 1e-10 && !(nextLoss < loss); size /= 2) {
                next = model.moved(direction, -size);
                nextLoss = next.loss(x, labels, c);
            }
            if (!(nextLoss < loss)) {
                return model; // as near as doubles get
            }
            model = next;
            loss = nextLoss;
        }
        return model;
    }

    /** Probability of each class. */
    public double[] probabilities(double[] x) {
        double[] scores = scores(x);
        double max = Arrays.stream(scores).max().orElseThrow();
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            scores[k] = Math.exp(scores[k] - max);
            sum += scores[k];
        }
        for (int k = 0; k < classes; k++) {
            scores[k] /= sum;
        }
        return scores;
    }

    /** The most probable class. */
    public int predict(double[] x) {
        double[] probabilities = probabilities(x);
        int best = 0;
        for (int k = 1; k < classes; k++) {
            best = probabilities[k] > probabilities[best] ? k : best;
        }
        return best;
    }

    /** The weight of a feature in the score of a class. */
    public double weight(int label, int feature) {
        return weights[label * width + feature];
    }

    /** The constant in the score of a class. */
    public double intercept(int label) {
        return weights[label * width + width - 1];
    }

    private double[] scores(double[] x) {
        double[] scores = new double[classes];
        for (int k = 0; k < classes; k++) {
            double score = intercept(k);
            for (int j = 0; j < width - 1; j++) {
                score += weight(k, j) * x[j];
            }
            scores[k] = score;
        }
        return scores;
    }

    private LogisticRegression moved(double[] direction, double size) {
        double[] moved = weights.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += size * direction[i];
        }
        return new LogisticRegression(classes, width, moved);
    }

    private double loss(double[][] x, int[] labels, double c) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) {
            double[] scores = scores(x[i]);
            double max = Arrays.stream(scores).max().orElseThrow();
            double sum = Arrays.stream(scores).map(s -> Math.exp(s - max)).sum();
            loss += c * (Math.log(sum) + max - scores[labels[i]]);
        }
        for (int k = 0; k < classes; k++) {
            for (int j = 0; j < width - 1; j++) {
                loss += weight(k, j) * weight(k, j) / 2;
            }
        }
        return loss;
    }

    private double[] gradient(double[][] x, int[] labels, double c) {
        double[] gradient = new double[weights.length];
        for (int i = 0; i < x.length; i++) {
            double[] p = probabilities(x[i]);
            p[labels[i]] -= 1;
            for (int k = 0; k < classes; k++) {
                for (int j = 0; j < width; j++) {
                    gradient[k * width + j] += c * p[k] * at(x[i], j);
                }
            }
        }
        for (int w = 0; w < weights.length; w++) {
            gradient[w] += w % width < width - 1 ? weights[w] : 0;
        }
        return gradient;
    }

    /** Second derivatives: C sum_i p_k (delta_kl - p_l) x x^T, and the penalty on the diagonal. */
    private DMatrixRMaj hessian(double[][] x, double c) {
        DMatrixRMaj hessian = new DMatrixRMaj(weights.length, weights.length);
        for (double[] row : x) {
            double[] p = probabilities(row);
            for (int a = 0; a < weights.length; a++) {
                for (int b = 0; b <= a; b++) {
                    int k = a / width;
                    int l = b / width;
                    double curve = c * p[k] * ((k == l ? 1 : 0) - p[l]);
                    hessian.add(a, b, curve * at(row, a % width) * at(row, b % width));
                }
            }
        }
        for (int a = 0; a < weights.length; a++) {
            hessian.add(a, a, a % width < width - 1 ? 1 : INTERCEPT_RIDGE);
            for (int b = 0; b < a; b++) {
                hessian.set(b, a, hessian.get(a, b));
            }
        }
        return hessian;
    }

    private double at(double[] x, int feature) {
        return feature < width - 1 ? x[feature] : 1;
    }

    private static double[] solve(DMatrixRMaj matrix, double[] right) {
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(right.length);
        DMatrixRMaj solution = new DMatrixRMaj(right.length, 1);
        if (!solver.setA(matrix)) {
            throw new IllegalArgumentException("The features of the linear model are not finite numbers.");
        }
        solver.solve(new DMatrixRMaj(right), solution);
        return solution.getData();
    }
}
