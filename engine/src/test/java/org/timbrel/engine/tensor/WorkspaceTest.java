package org.timbrel.engine.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.reference.ReferenceBackend;
import org.timbrel.engine.init.InitScheme;
import org.timbrel.engine.layer.BatchNorm;
import org.timbrel.engine.layer.Conv2d;
import org.timbrel.engine.layer.Dense;
import org.timbrel.engine.layer.Dropout;
import org.timbrel.engine.layer.Lstm;
import org.timbrel.engine.layer.MaxPool2d;
import org.timbrel.engine.layer.ParameterFactory;
import org.timbrel.engine.layer.Pass;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.layer.ToSequence;
import org.timbrel.engine.loss.CrossEntropy;
import org.timbrel.engine.optimizer.Adam;
import org.timbrel.engine.testing.Formula;

class WorkspaceTest {
    private final AtomicInteger allocations = new AtomicInteger();
    private final Backend backend = counting(new ReferenceBackend());
    private final BufferPool pool = new BufferPool(backend);

    private Backend counting(Backend inner) {
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("allocate")) {
                        allocations.incrementAndGet();
                    }
                    return method.invoke(inner, arguments);
                });
    }

    @Test
    void readingAfterCloseIsAnErrorThatNamesKeep() {
        Tensor y;
        Tensor kept;
        try (Workspace step = pool.openStep()) {
            y = step.tensor(Shape.of(2), new float[] {1, 2}).affine(2, 0);
            kept = y.keep();
        }
        String message = assertThrows(IllegalStateException.class, y::toDoubles).getMessage();
        assertTrue(message.contains("keep()"), message);
        assertThrows(IllegalStateException.class, () -> y.relu());
        assertArrayEquals(new double[] {2, 4}, kept.toDoubles());
    }

    @Test
    void keptNumbersOutliveTheReuseOfTheirMemory() {
        Tensor kept;
        try (Workspace step = pool.openStep()) {
            kept = step.tensor(Shape.of(2), new float[] {1, 2}).keep();
        }
        try (Workspace step = pool.openStep()) {
            step.tensor(Shape.of(2), new float[] {8, 9});
            assertArrayEquals(new double[] {1, 2}, kept.toDoubles());
        }
    }

    @Test
    void aWarmPoolServesTrainingWithoutNewMemory() {
        Sequential model = model();
        Adam optimizer = new Adam(model.parameters(), Adam.Settings.keras());
        trainStep(model, optimizer, 0, 2);
        int first = allocations.get();
        assertTrue(first > 0);
        trainStep(model, optimizer, 1, 2);
        int warm = allocations.get();
        for (int step = 2; step < 5; step++) {
            trainStep(model, optimizer, step, 2);
        }
        assertEquals(warm, allocations.get(), "buffers made by steps after the second");
    }

    @Test
    void aSmallerBatchAndAValidationUseTheMemoryOfAStep() {
        Sequential model = model();
        Adam optimizer = new Adam(model.parameters(), Adam.Settings.keras());
        trainStep(model, optimizer, 0, 4);
        trainStep(model, optimizer, 1, 4);
        int warm = allocations.get();
        trainStep(model, optimizer, 2, 3);
        try (Workspace workspace = pool.openInference()) {
            model.forward(workspace.tensor(Shape.of(4, 8, 6, 1), Formula.floats(3, 4 * 48)), Pass.inference());
        }
        assertEquals(warm, allocations.get(), "buffers made for fewer examples");
    }

    @Test
    void backwardGivesBackWhatItHasPassed() {
        Tensor w = Tensor.parameter(backend, Shape.of(2), 3, 4);
        try (Workspace step = pool.openStep()) {
            Tensor x = step.tensor(Shape.of(2), new float[] {1, 2});
            Tensor product = x.multiply(w);
            Tensor view = product.reshape(2, 1);
            Tensor beside = product.affine(2, 0);
            Tensor loss = view.tanh().sum();
            loss.backward();
            int before = allocations.get();
            step.tensor(Shape.of(2), new float[] {8, 9});
            assertEquals(before, allocations.get(), "the memory of a tensor that was passed serves the next");
            assertTrue(assertThrows(IllegalStateException.class, product::toDoubles)
                    .getMessage()
                    .contains("before backward()"));
            assertThrows(IllegalStateException.class, view::toDoubles);
            assertArrayEquals(new double[] {1, 2}, x.toDoubles());
            assertArrayEquals(new double[] {6, 16}, beside.toDoubles());
            assertEquals(Math.tanh(3) + Math.tanh(8), loss.item(), 1e-6);
        }
    }

    @Test
    void aStepThatUsesTheNodesOfTheLastOneFindsNothingInThem() {
        Tensor w = Tensor.parameter(backend, Shape.of(2), 3, 4);
        Tensor old;
        try (Workspace step = pool.openStep()) {
            old = step.tensor(Shape.of(2), new float[] {1, 2}).multiply(w);
            old.tanh().multiply(old).sum();
        }
        try (Workspace step = pool.openStep()) {
            Tensor x = step.tensor(Shape.of(2), new float[] {5, 6});
            Tensor product = x.multiply(w);
            product.reshape(2, 1).sum().backward();
            assertArrayEquals(new double[] {5, 6}, w.gradient().toDoubles());
            assertNull(product.gradient());
            assertThrows(IllegalStateException.class, old::gradient);
            assertThrows(IllegalStateException.class, () -> old.reshape(2, 1));
            w.clearGradient();
            x.multiply(w).multiply(w).sum().backward(); // d (x w^2) / dw
            assertArrayEquals(new double[] {30, 48}, w.gradient().toDoubles());
        }
    }

    private Sequential model() {
        ParameterFactory factory = new ParameterFactory(backend, InitScheme.keras(), 1);
        Conv2d.Settings settings = new Conv2d.Settings(1, 3, 3, 3, 1, 1, Padding.SAME, Activation.RELU, true);
        return new Sequential(
                "model",
                Shape.of(8, 6, 1),
                List.of(
                        new Conv2d("conv", settings, factory),
                        new BatchNorm("norm", 3, BatchNorm.Convention.keras(), factory),
                        new MaxPool2d("pool", 2, 2),
                        new Dropout("dropout", 0.3, 0),
                        new ToSequence("sequence"),
                        new Lstm("lstm", 9, 5, false, factory),
                        new Dense("logits", 5, 4, Activation.NONE, true, factory)));
    }

    private void trainStep(Sequential model, Adam optimizer, int step, int n) {
        try (Workspace workspace = pool.openStep()) {
            Tensor x = workspace.tensor(Shape.of(n, 8, 6, 1), Formula.floats(step, n * 48));
            Tensor targets = workspace.tensor(Shape.of(n, 4), CrossEntropy.oneHot(new int[n], 4));
            model.forward(x, Pass.training(1, step)).crossEntropy(targets).backward();
            optimizer.step(1e-3);
        }
    }

    @Test
    void inferenceRecordsNothing() {
        Tensor w = Tensor.parameter(backend, Shape.of(2), 3, 4);
        try (Workspace inference = pool.openInference()) {
            Tensor y = inference
                    .tensor(Shape.of(2), new float[] {1, 2})
                    .multiply(w)
                    .tanh();
            assertFalse(y.requiresGradient());
            assertNull(y.node());
        }
        try (Workspace step = pool.openStep()) {
            Tensor y = step.tensor(Shape.of(2), new float[] {1, 2}).multiply(w).tanh();
            assertTrue(y.requiresGradient());
        }
    }

    @Test
    void closingTwiceGivesNoBufferBackTwice() {
        Workspace step = pool.openStep();
        step.tensor(Shape.of(3), new float[] {1, 2, 3});
        step.close();
        step.close();
        try (Workspace next = pool.openStep()) {
            Tensor a = next.tensor(Shape.of(3), new float[] {1, 1, 1});
            Tensor b = next.tensor(Shape.of(3), new float[] {2, 2, 2});
            assertArrayEquals(new double[] {1, 1, 1}, a.toDoubles());
            assertArrayEquals(new double[] {2, 2, 2}, b.toDoubles());
        }
    }
}
