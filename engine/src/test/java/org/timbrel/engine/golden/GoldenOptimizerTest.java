package org.timbrel.engine.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Precision;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.optimizer.Adam;
import org.timbrel.engine.optimizer.AdamW;
import org.timbrel.engine.optimizer.GradientClipping;
import org.timbrel.engine.optimizer.Optimizer;
import org.timbrel.engine.optimizer.Sgd;
import org.timbrel.engine.schedule.CosineSchedule;
import org.timbrel.engine.schedule.ExponentialSchedule;
import org.timbrel.engine.schedule.OneCycleSchedule;
import org.timbrel.engine.schedule.ReduceLrOnPlateau;
import org.timbrel.engine.schedule.Schedule;
import org.timbrel.engine.schedule.StepSchedule;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;
import org.timbrel.engine.testing.Conformance;
import org.timbrel.engine.testing.Formula;
import org.timbrel.engine.testing.TestBackends;

/** Optimizers and schedules against PyTorch and Keras in float64; optimizers.py made the values. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenOptimizerTest {
    private static final double RATE = 0.01;

    private final Golden golden = new Golden("optimizers.json");
    private List<Backend> backends;

    @BeforeAll
    void open() {
        backends = TestBackends.open();
    }

    @AfterAll
    void close() {
        backends.forEach(Backend::close);
    }

    List<Backend> backends() {
        return backends;
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("backends")
    void adam(Backend backend) {
        follow("adam.keras", backend, w -> new Adam(w, Adam.Settings.keras()));
        follow("adam.torch", backend, w -> new Adam(w, Adam.Settings.pytorch()));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("backends")
    void adamW(Backend backend) {
        follow("adamW.keras", backend, w -> new AdamW(w, Adam.Settings.keras(), 0.25));
        follow("adamW.torch", backend, w -> new AdamW(w, Adam.Settings.pytorch(), 0.25));
        Adam.Settings inRoot = new Adam.Settings(0.9, 0.999, 1e-4, Adam.EpsilonPlace.IN_ROOT);
        follow("adamW.epsilonInRoot", backend, w -> new AdamW(w, inRoot, 0.25));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("backends")
    void sgd(Backend backend) {
        follow("sgd.keras", backend, w -> new Sgd(w, 0));
        follow("sgd.momentum.keras", backend, w -> new Sgd(w, 0.9));
        follow("sgd.momentum.torch", backend, w -> new Sgd(w, 0.9));
    }

    /** The weights after each step; the gradient of step t has the salt 100 + t and the scale 2^-t. */
    private void follow(String name, Backend backend, Function<List<Parameter>, Optimizer> make) {
        double[] wanted = golden.get(name);
        int n = 7;
        Tensor w = Tensor.parameter(backend, Shape.of(n), Formula.values(1, n, 1));
        Optimizer optimizer = make.apply(List.of(new Parameter("w", w, true)));
        double[] got = new double[wanted.length];
        for (int t = 1; t <= wanted.length / n; t++) {
            double[] gradient = Formula.values(100 + t, n, Math.scalb(1.0, -t));
            w.multiply(Tensor.of(backend, w.shape(), gradient)).sum().backward();
            optimizer.step(RATE);
            System.arraycopy(w.toDoubles(), 0, got, (t - 1) * n, n);
        }
        assertEquals(wanted.length / n, optimizer.steps());
        double tolerance = backend.precision() == Precision.FLOAT64 ? 1e-12 : 1e-6;
        Conformance.requireClose(name + " on " + backend.name(), wanted, got, tolerance);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("backends")
    void clipping(Backend backend) {
        clipping("clipNorm.torch", 0.5, backend);
        clipping("clipNorm.loose.torch", 50, backend);
    }

    private void clipping(String name, double bound, Backend backend) {
        int n = 7;
        List<Parameter> parameters = new ArrayList<>();
        for (int t = 1; t <= 2; t++) {
            Tensor w = Tensor.parameter(backend, Shape.of(n), new double[n]);
            parameters.add(new Parameter("w" + t, w, true));
            double[] gradient = Formula.values(100 + t, n, Math.scalb(1.0, -t));
            w.multiply(Tensor.of(backend, w.shape(), gradient)).sum().backward();
        }
        Tensor noGradient = Tensor.parameter(backend, Shape.of(3), 1, 2, 3);
        parameters.add(new Parameter("idle", noGradient, true));
        double norm = new GradientClipping(parameters, bound).clip();
        double tolerance = backend.precision() == Precision.FLOAT64 ? 1e-12 : 1e-6;
        assertEquals(golden.get(name + ".norm")[0], norm, tolerance, name);
        double[] got = parameters.stream()
                .limit(2)
                .flatMapToDouble(p -> Arrays.stream(p.value().gradient().toDoubles()))
                .toArray();
        Conformance.requireClose(name + " on " + backend.name(), golden.get(name), got, tolerance);
    }

    @Test
    void schedules() {
        follow("schedule.exponential.keras", new ExponentialSchedule(0.1, 0.5, 10), 1e-6); // Keras uses float32 here
        follow(
                "schedule.oneCycle.torch",
                new OneCycleSchedule(0.1, 30, 0.3, 25, 1e4, OneCycleSchedule.Form.PYTORCH),
                1e-12);
        follow(
                "schedule.oneCycle.odd.torch",
                new OneCycleSchedule(0.1, 29, 0.25, 10, 100, OneCycleSchedule.Form.PYTORCH),
                1e-12);
        follow(
                "schedule.oneCycle.linear.torch",
                new OneCycleSchedule(0.1, 30, 0.3, 25, 1e4, OneCycleSchedule.Form.LINEAR),
                1e-12);
        follow("schedule.step.torch", new StepSchedule(0.1, 0.3, 7), 1e-12);
        follow("schedule.cosine.keras", new CosineSchedule(0.1, 20, 0.05), 1e-6); // and here
    }

    @Test
    void oneCycleEndsAtItsLowestRateAndStaysThere() {
        for (OneCycleSchedule.Form form : OneCycleSchedule.Form.values()) {
            for (long steps : new long[] {1, 2, 3, 100}) {
                Schedule schedule = new OneCycleSchedule(0.1, steps, 0.3, 25, 1e4, form);
                assertTrue(schedule.learningRate(0) > 0, form + " of " + steps);
                assertEquals(0.1 / 25 / 1e4, schedule.learningRate(steps), 1e-15, form + " of " + steps);
            }
        }
    }

    @Test
    void plateau() {
        plateau("plateau.keras", 1, false);
        plateau("plateau.max.keras", -1, true);
    }

    private void plateau(String name, int sign, boolean higherIsBetter) {
        double[] wanted = golden.get(name);
        double[] values = golden.get("plateau.values");
        ReduceLrOnPlateau plateau = new ReduceLrOnPlateau(0.5, 3, 0.005, 2, 0.1, higherIsBetter);
        ReduceLrOnPlateau.State state = ReduceLrOnPlateau.State.start();
        for (int epoch = 0; epoch < wanted.length; epoch++) {
            state = plateau.after(state, sign * values[epoch]);
            assertEquals(wanted[epoch], 0.1 * state.scale(), 1e-8, name + " after epoch " + epoch); // Keras: float32
        }
        assertEquals(0.1, state.scale(), "the values reach the floor");
    }

    private void follow(String name, Schedule schedule, double tolerance) {
        double[] wanted = golden.get(name);
        for (int step = 0; step < wanted.length; step++) {
            assertEquals(wanted[step], schedule.learningRate(step), tolerance * wanted[0], name + " at step " + step);
        }
    }
}
