package org.timbrel.engine.testing;

import java.util.ArrayList;
import java.util.List;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Precision;
import org.timbrel.engine.backend.reference.ReferenceBackend;
import org.timbrel.engine.tensor.Tensor;

/**
 * Holds a backend against {@code reference}: the result of a case and the gradients of all its inputs. A number may be off
 * by a share of the largest number of its array.
 */
public final class Conformance {
    /** Share of the largest number by which a backend in float may be off. */
    public static final double FLOAT_TOLERANCE = 2e-5;
    /** Share of the largest number by which a backend in double may be off. */
    public static final double DOUBLE_TOLERANCE = 1e-12;

    private static final double SMALLEST_SCALE = 1e-3;
    private static final double NEAREST_KINK = 1e-5;

    private Conformance() {}

    /**
     * Checks one case on one backend.
     *
     * @throws AssertionError if a number is off by more than the tolerance of the backend's precision
     */
    public static void check(Backend backend, OpCase opCase) {
        try (Backend reference = new ReferenceBackend()) {
            requireDistanceFromKinks(reference, opCase);
            List<double[]> wanted = evaluate(reference, opCase);
            List<double[]> got = evaluate(backend, opCase);
            for (int i = 0; i < wanted.size(); i++) {
                String what = i == 0 ? "the result" : "gradient " + (i - 1);
                requireClose(
                        opCase + " on " + backend.name() + ": " + what,
                        wanted.get(i),
                        got.get(i),
                        tolerance(backend.precision()));
            }
        }
    }

    /** The share of the largest number by which a backend may be off. */
    public static double tolerance(Precision precision) {
        return precision == Precision.FLOAT64 ? DOUBLE_TOLERANCE : FLOAT_TOLERANCE;
    }

    /**
     * Compares arrays.
     *
     * @param tolerance largest difference, as a share of the largest wanted number
     * @throws AssertionError if a number is off by more
     */
    public static void requireClose(String what, double[] wanted, double[] got, double tolerance) {
        if (wanted.length != got.length) {
            throw new AssertionError(what + " has " + got.length + " numbers, wanted " + wanted.length);
        }
        double scale = SMALLEST_SCALE;
        for (double value : wanted) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int i = 0; i < wanted.length; i++) {
            if (!(Math.abs(wanted[i] - got[i]) <= tolerance * scale)) {
                throw new AssertionError(what + " at " + i + " is " + got[i] + ", wanted " + wanted[i]
                        + "; the largest number is " + scale + ", so it may be off by " + tolerance * scale);
            }
        }
    }

    /** The numbers of the result, then those of the gradient of each input that wants one. */
    public static List<double[]> evaluate(Backend backend, OpCase opCase) {
        List<Tensor> inputs = opCase.tensors(backend, opCase.values());
        Tensor result = opCase.function().apply(inputs);
        List<double[]> values = new ArrayList<>();
        values.add(result.toDoubles());
        opCase.weighted(result).backward();
        for (Tensor input : inputs) {
            if (input.requiresGradient()) {
                values.add(input.gradient().toDoubles());
            }
        }
        return values;
    }

    /** Close to a kink rounding decides the side, and the gradients of two right backends differ. */
    private static void requireDistanceFromKinks(Backend reference, OpCase opCase) {
        opCase.kinks().ifPresent(kinks -> {
            Tensor sides = kinks.apply(opCase.tensors(reference, opCase.values()));
            for (double side : sides.toDoubles()) {
                if (Math.abs(side) < NEAREST_KINK) {
                    throw new AssertionError(opCase + ": an input lies " + side + " from a kink; rename the case, "
                            + "which draws other numbers, or choose another range");
                }
            }
        });
    }
}
