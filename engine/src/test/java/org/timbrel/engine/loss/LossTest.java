package org.timbrel.engine.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.reference.ReferenceBackend;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;
import org.timbrel.engine.testing.TestBackends;

class LossTest {
    @Test
    void oneHotPutsAOneAtTheLabel() {
        assertArrayEquals(new float[] {0, 0, 1, 1, 0, 0}, CrossEntropy.oneHot(new int[] {2, 0}, 3));
        String message = assertThrows(IllegalArgumentException.class, () -> CrossEntropy.oneHot(new int[] {0, 3}, 3))
                .getMessage();
        assertTrue(message.contains("label 3 at 1"), message);
    }

    @Test
    void crossEntropyOfHugeLogitsStaysFinite() {
        for (Backend backend : TestBackends.open()) {
            try (backend) {
                Tensor logits = Tensor.parameter(backend, Shape.of(2, 2), 1e4, -1e4, -1e4, 1e4);
                Tensor targets = Tensor.of(backend, Shape.of(2, 2), 1, 0, 1, 0);
                Tensor loss = logits.crossEntropy(targets);
                assertEquals(1e4, loss.item(), 1e-2, backend.name()); // (0 + 20000) / 2
                loss.backward();
                assertArrayEquals(
                        new double[] {0, 0, -0.5, 0.5}, logits.gradient().toDoubles(), 1e-6, backend.name());
            }
        }
    }

    @Test
    void meanSquaredErrorIsTheMeanOfTheSquares() {
        Backend backend = new ReferenceBackend();
        Tensor output = Tensor.parameter(backend, Shape.of(2, 2), 1, 2, 3, 4);
        Tensor loss = MeanSquaredError.of(output, Tensor.of(backend, Shape.of(2, 2), 1, 0, 3, 7));
        assertEquals((4 + 9) / 4.0, loss.item());
        loss.backward();
        assertArrayEquals(new double[] {0, 1, 0, -1.5}, output.gradient().toDoubles());
    }
}
