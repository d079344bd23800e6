package org.timbrel.engine.testing;

import java.util.Arrays;
import java.util.List;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.tensor.Tensor;

/**
 * Holds the gradients of a case against central differences, (f(x + eps) - f(x - eps)) / (2 eps), one number of the inputs
 * after another. For backends in double precision.
 */
public final class GradientCheck {
    private static final double STEP = 1e-4;
    private static final double TOLERANCE = 1e-6;

    private final Backend backend;
    private final OpCase opCase;
    private final List<double[]> values;
    private int checked;
    private int skipped;

    private GradientCheck(Backend backend, OpCase opCase) {
        this.backend = backend;
        this.opCase = opCase;
        this.values = opCase.values();
    }

    /**
     * Checks every gradient of one case.
     *
     * @throws AssertionError if one is wrong, or if kinks leave less than half of the numbers to be checked
     */
    public static void check(Backend backend, OpCase opCase) {
        new GradientCheck(backend, opCase).run();
    }

    private void run() {
        List<Tensor> inputs = opCase.tensors(backend, values);
        opCase.weighted(opCase.function().apply(inputs)).backward();
        for (int input = 0; input < inputs.size(); input++) {
            if (opCase.inputs().get(input).differentiated()) {
                double[] gradient = inputs.get(input).gradient().toDoubles();
                for (int i = 0; i < gradient.length; i++) {
                    checkOne(input, i, gradient[i]);
                }
            }
        }
        if (checked < skipped || checked == 0) {
            throw new AssertionError(opCase + ": " + skipped + " numbers lie at kinks and only " + checked
                    + " were checked; choose other inputs");
        }
    }

    private void checkOne(int input, int index, double gradient) {
        double[] x = values.get(input);
        double before = x[index];
        x[index] = before + STEP;
        double above = result();
        double[] sidesAbove = sides();
        x[index] = before - STEP;
        double below = result();
        double[] sidesBelow = sides();
        x[index] = before;
        if (!Arrays.equals(sidesAbove, sidesBelow)) {
            skipped++;
            return;
        }
        checked++;
        double numeric = (above - below) / (2 * STEP);
        double bound = TOLERANCE * Math.max(1, Math.max(Math.abs(gradient), Math.abs(numeric)));
        if (!(Math.abs(gradient - numeric) <= bound)) {
            throw new AssertionError(opCase + ": the gradient of input " + input + " at " + index + " is " + gradient
                    + ", central differences give " + numeric);
        }
    }

    private double result() {
        return opCase.weighted(opCase.function().apply(opCase.tensors(backend, values)))
                .item();
    }

    private double[] sides() {
        return opCase.kinks()
                .map(kinks -> Arrays.stream(
                                kinks.apply(opCase.tensors(backend, values)).toDoubles())
                        .map(Math::signum)
                        .toArray())
                .orElseGet(() -> new double[0]);
    }
}
