package org.timbrel.engine.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.reference.ReferenceBackend;
import org.timbrel.engine.testing.TestBackends;

class TensorTest {
    private final Backend backend = new ReferenceBackend();

    @Test
    void gradientsAddUpUntilTheyAreCleared() {
        Tensor x = Tensor.parameter(backend, Shape.of(2), 1, 2);
        assertNull(x.gradient());
        x.multiply(x).sum().backward();
        x.multiply(x).sum().backward();
        assertArrayEquals(new double[] {4, 8}, x.gradient().toDoubles());
        x.clearGradient();
        assertNull(x.gradient());
        x.sum().backward();
        assertArrayEquals(new double[] {1, 1}, x.gradient().toDoubles());
    }

    @Test
    void twoLossesGoBackThroughOneGraphOneAfterTheOther() {
        Tensor x = Tensor.parameter(backend, Shape.of(2), 3, -1);
        Tensor square = x.multiply(x);
        Tensor sum = square.sum();
        Tensor both = square.add(square.affine(2, 0)).sum().add(sum);
        sum.backward();
        assertArrayEquals(new double[] {6, -2}, x.gradient().toDoubles(), 1e-12);
        both.backward();
        assertArrayEquals(new double[] {30, -10}, x.gradient().toDoubles(), 1e-12); // 2 x of sum, 8 x of both
    }

    @Test
    void aLongChainGoesBackWithoutRecursion() {
        Tensor x = Tensor.parameter(backend, Shape.of(1), 1);
        Tensor y = x;
        for (int i = 0; i < 50_000; i++) {
            y = y.affine(1, 0);
        }
        y.backward();
        assertEquals(1, x.gradient().item());
    }

    @Test
    void dropoutKeepsItsShareAndTheMeanOnEveryBackend() {
        int n = 100_000;
        double rate = 0.3;
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        double[] mask = null;
        for (Backend each : TestBackends.open()) {
            try (each) {
                double[] y = Tensor.of(each, Shape.of(n), ones)
                        .dropout(rate, 1, 2, 3)
                        .toDoubles();
                long kept = Arrays.stream(y).filter(v -> v != 0).count();
                assertEquals(1 - rate, (double) kept / n, 4 * Math.sqrt(rate * (1 - rate) / n), each.name());
                assertTrue(Arrays.stream(y).allMatch(v -> v == 0 || Math.abs(v - 1 / 0.7) < 1e-6), each.name());
                double[] drawn = Arrays.stream(y).map(Math::signum).toArray();
                assertArrayEquals(mask == null ? drawn : mask, drawn, each.name());
                mask = drawn;
            }
        }
    }

    @Test
    void nothingToLearnIsAnError() {
        Tensor loss = zeros(2, 3).sum();
        String message =
                assertThrows(IllegalStateException.class, loss::backward).getMessage();
        assertTrue(message.contains("openStep()"), message);
        Tensor targets = Tensor.parameter(backend, Shape.of(1, 2), 0.5, 0.5);
        assertThrows(IllegalArgumentException.class, () -> zeros(1, 2).crossEntropy(targets));
    }

    @Test
    void tensorsOfTwoBackendsDontMix() {
        try (Backend other = new ReferenceBackend()) {
            Tensor a = zeros(1);
            Tensor b = Tensor.of(other, Shape.of(1), 1.0);
            String message =
                    assertThrows(IllegalArgumentException.class, () -> a.add(b)).getMessage();
            assertTrue(message.contains("one backend, got reference and reference"), message);
        }
    }

    @Test
    void errorsNameBothShapes() {
        Tensor x = zeros(2, 3);
        check(() -> x.matmul(zeros(4, 5)), "(2, 3)", "(4, 5)");
        check(() -> x.matmulTransposed(zeros(3, 4)), "(2, 3)", "(3, 4)");
        check(() -> new Heads(3, 2).split(zeros(2, 3, 8), 0), "3 parts", "2 heads", "(2, 3, 8)");
        assertThrows(IndexOutOfBoundsException.class, () -> new Heads(2, 2).split(zeros(2, 3, 8), 2));
        check(() -> new Heads(1, 2).join(zeros(3, 3, 8)), "2 heads", "(3, 3, 8)");
        check(() -> x.add(zeros(2)), "(2, 3)", "(2)");
        check(() -> x.reshape(7), "(2, 3)", "(7)");
        check(() -> x.dense(zeros(4, 5), null, Activation.NONE), "(3,n)", "(4, 5)");
        check(() -> x.permute(0), "2 axes");
        check(() -> x.slice(1, 2, 4), "2 to 4", "axis 1", "(2, 3)");
        check(() -> x.sum(2), "axis 2", "(2, 3)");
        check(x::item, "(2, 3)");
        check(x::backward, "(2, 3)", "sum()");
        check(() -> x.crossEntropy(zeros(2, 4)), "(2, 3)", "(2, 4)");
        check(() -> Tensor.of(backend, Shape.of(2, 3), 1, 2), "(2, 3)", "6", "2");
    }

    private static void check(Executable operation, String... words) {
        String message = assertThrows(ShapeException.class, operation).getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), "'" + word + "' is missing in: " + message);
        }
    }

    private Tensor zeros(int... lengths) {
        Shape shape = Shape.of(lengths);
        return Tensor.of(backend, shape, new double[shape.size()]);
    }
}
