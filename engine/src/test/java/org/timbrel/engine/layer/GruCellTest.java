package org.timbrel.engine.layer;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.tensor.GruSequence;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;
import org.timbrel.engine.testing.Conformance;
import org.timbrel.engine.testing.Formula;
import org.timbrel.engine.testing.TestBackends;

/** The cell written from small operations is the fused one's oracle: states and all gradients. */
class GruCellTest {
    private static final Shape[] SHAPES = {Shape.of(3, 6, 4), Shape.of(4, 15), Shape.of(5, 15), Shape.of(2, 15)};

    @Test
    void unrolledItEqualsTheFusedGru() {
        for (Backend backend : TestBackends.open()) {
            try (backend) {
                List<Tensor> small = inputs(backend);
                List<Tensor> fused = inputs(backend);
                Tensor bySteps = new GruCell(small.get(1), small.get(2), small.get(3)).unroll(small.get(0));
                Tensor atOnce = GruSequence.apply(fused.get(0), fused.get(1), fused.get(2), fused.get(3));
                compare("states", bySteps, atOnce);
                backward(bySteps);
                backward(atOnce);
                for (int i = 0; i < SHAPES.length; i++) {
                    compare(
                            "gradient " + i,
                            small.get(i).gradient(),
                            fused.get(i).gradient());
                }
            }
        }
    }

    private static List<Tensor> inputs(Backend backend) {
        Tensor[] inputs = new Tensor[SHAPES.length];
        for (int i = 0; i < SHAPES.length; i++) {
            inputs[i] = Tensor.parameter(backend, SHAPES[i], Formula.values(i, SHAPES[i].size(), 0.5));
        }
        return List.of(inputs);
    }

    private static void backward(Tensor states) {
        double[] weights = Formula.values(9, states.shape().size(), 1);
        states.multiply(Tensor.of(states.backend(), states.shape(), weights))
                .sum()
                .backward();
    }

    private static void compare(String what, Tensor wanted, Tensor got) {
        Backend backend = got.backend();
        Conformance.requireClose(
                what + " on " + backend.name(),
                wanted.toDoubles(),
                got.toDoubles(),
                Conformance.tolerance(backend.precision()));
    }
}
