package org.timbrel.engine.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.reference.ReferenceBackend;
import org.timbrel.engine.init.InitScheme;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;
import org.timbrel.engine.testing.Formula;
import org.timbrel.engine.testing.TestBackends;

/** When masks between the steps are drawn, and from what; the golden values say what they do. */
class RecurrentDropoutTest {
    private static final Backend REFERENCE = new ReferenceBackend();
    private static final RecurrentDropout HALF = new RecurrentDropout(0, 0.5, 0);

    @Test
    void nothingIsDroppedInEvaluation() {
        Pass training = Pass.training(1, 0);
        for (RecurrentDropout dropout : List.of(HALF, RecurrentDropout.NONE)) {
            boolean drops = dropout.rate() > 0;
            assertEquals(drops, !Arrays.equals(lstm(dropout, training), lstm(dropout, Pass.inference())));
            assertEquals(drops, !Arrays.equals(gru(dropout, training), gru(dropout, Pass.inference())));
        }
        assertArrayEquals(lstm(RecurrentDropout.NONE, training), lstm(HALF, Pass.inference()));
        assertArrayEquals(gru(RecurrentDropout.NONE, training), gru(HALF, Pass.inference()));
    }

    private static double[] lstm(RecurrentDropout dropout, Pass pass) {
        return states(new Lstm("layer", 4, 6, true, false, dropout, factory()), pass);
    }

    private static double[] gru(RecurrentDropout dropout, Pass pass) {
        return states(new Gru("layer", 4, 6, true, dropout, factory()), pass);
    }

    private static ParameterFactory factory() {
        return new ParameterFactory(REFERENCE, InitScheme.keras(), 7);
    }

    private static double[] states(Layer layer, Pass pass) {
        return layer.forward(sequences(REFERENCE), pass).toDoubles();
    }

    @Test
    void eachSeedStepLayerAndExampleDrawsAMaskOfItsOwn() {
        Set<List<Double>> drawn = new HashSet<>();
        for (double[] mask : List.of(
                mask(REFERENCE, HALF, 1, 0),
                mask(REFERENCE, HALF, 2, 0),
                mask(REFERENCE, HALF, 1, 1),
                mask(REFERENCE, new RecurrentDropout(0, 0.5, 1), 1, 0))) {
            List<Double> values = Arrays.stream(mask).boxed().toList();
            drawn.add(values.subList(0, 24));
            drawn.add(values.subList(24, 48));
        }
        assertEquals(8, drawn.size());
    }

    @Test
    void oneSeedDrawsTheSameMaskOnEveryBackend() {
        double[] wanted = mask(REFERENCE, HALF, 3, 5);
        for (Backend backend : TestBackends.open()) {
            try (backend) {
                assertArrayEquals(wanted, mask(backend, HALF, 3, 5), backend.name());
            }
        }
    }

    @Test
    void aMaskIsZeroAtItsRateAndKeepsTheMean() {
        double rate = 0.2;
        Tensor x = Tensor.of(REFERENCE, Shape.of(50, 1, 1), new double[50]);
        double[] mask = new RecurrentDropout(0, rate, 0)
                .mask(x, 4, 50, Pass.training(1, 0))
                .toDoubles();
        assertArrayEquals(
                new double[] {0, 1 / (1 - rate)},
                Arrays.stream(mask).distinct().sorted().toArray());
        assertEquals(1, Arrays.stream(mask).average().orElseThrow(), 0.02); // four deviations
    }

    /** 2 examples, 4 gates, 6 units. */
    private static double[] mask(Backend backend, RecurrentDropout dropout, long seed, long step) {
        return dropout.mask(sequences(backend), 4, 6, Pass.training(seed, step)).toDoubles();
    }

    /** 2 sequences of 5 steps with 4 features. */
    private static Tensor sequences(Backend backend) {
        return Tensor.of(backend, Shape.of(2, 5, 4), Formula.values(1, 40, 1));
    }

    @Test
    void rateMustBeAProbabilityThatLeavesSomething() {
        for (double rate : new double[] {-0.1, 1, Double.NaN}) {
            String wanted = " wants a rate from 0 to below 1, got " + rate;
            assertEquals("recurrent dropout" + wanted, refusal(0, rate));
            assertEquals("dropout of a recurrent layer's input" + wanted, refusal(rate, 0));
        }
    }

    private static String refusal(double inputRate, double rate) {
        return assertThrows(IllegalArgumentException.class, () -> new RecurrentDropout(inputRate, rate, 0))
                .getMessage();
    }

    /** Dropped by the layer, or dropped before it. */
    @Test
    void aFeatureOfTheInputIsDroppedAtAllSteps() {
        RecurrentDropout dropout = new RecurrentDropout(0.5, 0, 0);
        Pass training = Pass.training(1, 0);
        Tensor x = sequences(REFERENCE);
        Tensor dropped = dropout.drop(x, training);
        Layer plain = new Lstm("layer", 4, 6, true, factory());
        assertArrayEquals(
                lstm(dropout, training), plain.forward(dropped, training).toDoubles());
        Layer gru = new Gru("layer", 4, 6, true, factory());
        assertArrayEquals(gru(dropout, training), gru.forward(dropped, training).toDoubles());
        assertArrayEquals(lstm(RecurrentDropout.NONE, training), lstm(dropout, Pass.inference()));

        double[] mask = dropped.divide(x).toDoubles(); // (2,5,4)
        Set<List<Double>> perSequence = new HashSet<>();
        for (int step = 0; step < 10; step++) {
            perSequence.add(Arrays.stream(mask, 4 * step, 4 * step + 4).boxed().toList());
        }
        assertEquals(2, perSequence.size(), "one mask a sequence: " + perSequence);
        assertTrue(Arrays.stream(mask).allMatch(m -> m == 0 || m == 2), Arrays.toString(mask));
    }
}
