package org.timbrel.training.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.reference.ReferenceBackend;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.optimizer.Adam;
import org.timbrel.engine.tensor.BufferPool;
import org.timbrel.training.data.Batch;
import org.timbrel.training.model.ModelBuilder;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.Recipes;

/**
 * A training step asks for no memory that grows with the batch. On the reference backend, whose plain loops ask for the same
 * whether they are compiled or not. Bytes are those of objects at the JVM's own 8 bytes: at the launcher's 64 each takes more.
 */
final class StepMemoryTest {
    private static final String MODEL = "model: [conv2d: {filters: 4, kernel: 3, activation: relu}, batchNorm,"
            + " maxPool2d: {size: 2}, flatten, dense: {units: 8, activation: relu},"
            + " dense: {units: classes, name: out, l2: 0.01}]";
    private static final int FRAMES = 8;
    private static final int BINS = 8;

    /** Bytes of the least of some steps, after those that take memory and link code for the first time. */
    private static long leastBytes(int batch) {
        Recipe recipe = Recipes.parse(MODEL, "small.yaml", List.of());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Backend backend = new ReferenceBackend()) {
            Sequential model = ModelBuilder.build(recipe, backend, FRAMES, BINS, 2);
            Adam adam = new Adam(model.parameters(), Adam.Settings.keras());
            TrainingStep step =
                    new TrainingStep(model, adam, new BufferPool(backend), TrainingStep.Settings.of(recipe));
            int[] labels = new int[batch];
            Batch examples = new Batch(new float[batch * FRAMES * BINS], batch, FRAMES, BINS, 1, labels, labels);
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 8; i++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                step.run(examples, 0.001);
                long bytes = threads.getCurrentThreadAllocatedBytes() - before;
                least = i < 3 ? least : Math.min(least, bytes);
            }
            return least;
        }
    }

    @Test
    void takesAFewKilobytesForEachStep() {
        long bytes = leastBytes(2);
        assertTrue(bytes < 2_500, "a step took " + bytes + " bytes");
    }

    @Test
    void takesNoMoreForALargerBatch() {
        long small = leastBytes(2);
        long large = leastBytes(16);
        assertTrue(large <= small + 500, "a step took " + small + " bytes, of a batch eight times as large " + large);
    }
}
