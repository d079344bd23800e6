package org.timbrel.training.train;

import org.timbrel.engine.layer.Pass;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.loss.CrossEntropy;
import org.timbrel.engine.tensor.BufferPool;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;
import org.timbrel.engine.tensor.Workspace;
import org.timbrel.training.data.Batch;

/** Runs a model forward over batches, without recording anything. */
public final class Predictor {
    /**
     * What a model says of a batch.
     *
     * @param probabilities (n, classes)
     * @param loss mean cross-entropy over the batch
     */
    public record Outcome(float[] probabilities, double loss) {}

    private final Sequential model;
    private final BufferPool pool;

    public Predictor(Sequential model, BufferPool pool) {
        this.model = model;
        this.pool = pool;
    }

    /** Probabilities and loss of one batch. */
    public Outcome predict(Batch batch) {
        try (Workspace workspace = pool.openInference()) {
            Tensor logits = model.forward(workspace.tensor(inputShape(model, batch.n()), batch.x()), Pass.inference());
            Tensor targets = workspace.tensor(
                    logits.shape(),
                    CrossEntropy.oneHot(batch.labels(), logits.shape().get(1)));
            return new Outcome(
                    logits.softmax().toFloats(), logits.crossEntropy(targets).item());
        }
    }

    /** Probabilities of one batch whose labels are not known, (n, classes). */
    public float[] probabilities(Batch batch) {
        try (Workspace workspace = pool.openInference()) {
            return model.forward(workspace.tensor(inputShape(model, batch.n()), batch.x()), Pass.inference())
                    .softmax()
                    .toFloats();
        }
    }

    /** The shape of a batch of n examples. */
    static Shape inputShape(Sequential model, int n) {
        return model.input().times(n);
    }
}
