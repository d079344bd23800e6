package org.timbrel.engine.backend.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.timbrel.engine.backend.MapOp;

class MapsTest {
    @Test
    void expIsWithinThreeUnitsInTheLastPlace() {
        checkUlps(MapOp.EXP, Math::exp, -87.3, 88.7, 3);
    }

    @Test
    void logIsWithinThreeUnitsInTheLastPlace() {
        checkUlps(MapOp.LOG, Math::log, 1e-37, 1e-30, 3);
        checkUlps(MapOp.LOG, Math::log, 1e-3, 3, 3);
        checkUlps(MapOp.LOG, Math::log, 1, 1e30, 3);
    }

    @Test
    void sigmoidIsWithinFourUnitsInTheLastPlace() {
        checkUlps(MapOp.SIGMOID, x -> 1 / (1 + Math.exp(-x)), -80, 30, 4);
    }

    @Test
    void tanhIsWithinSixUnitsInTheLastPlace() {
        checkUlps(MapOp.TANH, Math::tanh, -20, 20, 6);
        checkUlps(MapOp.TANH, Math::tanh, -1e-3, 1e-3, 6);
    }

    private static void checkUlps(MapOp op, DoubleUnaryOperator exact, double from, double to, double most) {
        int n = 200_000;
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) (from + (to - from) * i / (n - 1));
        }
        float[] y = new float[n];
        Maps.apply(op, x, 0, y, 0, n, new Scratch());
        for (int i = 0; i < n; i++) {
            double expected = exact.applyAsDouble(x[i]);
            double ulps = Math.abs(y[i] - expected) / Math.ulp((float) expected);
            assertTrue(ulps <= most, op + "(" + x[i] + ") = " + y[i] + ", " + ulps + " units from " + expected);
        }
    }

    @Test
    void knowsTheEdges() {
        float inf = Float.POSITIVE_INFINITY;
        float nan = Float.NaN;
        checkEdges(MapOp.EXP, new float[] {0, -inf, inf, nan, -200, 200}, new float[] {1, 0, inf, nan, 0, inf});
        checkEdges(MapOp.LOG, new float[] {1, 0, -1, inf, nan, -inf}, new float[] {0, -inf, nan, inf, nan, nan});
        checkEdges(MapOp.TANH, new float[] {0, -inf, inf, nan}, new float[] {0, -1, 1, nan});
        checkEdges(MapOp.SIGMOID, new float[] {0, -inf, inf, nan}, new float[] {0.5f, 0, 1, nan});
        checkEdges(MapOp.RELU, new float[] {2, -2, nan, -inf}, new float[] {2, 0, nan, 0});
    }

    private static void checkEdges(MapOp op, float[] x, float[] expected) {
        float[] y = new float[x.length];
        Maps.apply(op, x, 0, y, 0, x.length, new Scratch());
        for (int i = 0; i < x.length; i++) {
            assertEquals(expected[i], y[i], 3e-7f, op + "(" + x[i] + ")");
        }
    }

    @Test
    void givesTheSameBitsInTheTailAsInAWholeVector() {
        int n = 1024;
        float[] x = Samples.random(n, 5);
        for (MapOp op : MapOp.values()) {
            float[] whole = new float[n];
            Maps.apply(op, x, 0, whole, 0, n, new Scratch());
            for (int i = 0; i < 40; i++) {
                float[] single = new float[1];
                Maps.apply(op, x, i, single, 0, 1, new Scratch());
                assertEquals(whole[i], single[0], op + " at " + i);
            }
        }
    }
}
