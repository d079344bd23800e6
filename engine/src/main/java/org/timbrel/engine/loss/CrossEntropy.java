package org.timbrel.engine.loss;

/**
 * Targets of the cross-entropy loss. The loss itself is {@link org.timbrel.engine.tensor.Tensor#crossEntropy}, which takes
 * logits, the numbers before softmax.
 */
public final class CrossEntropy {
    private CrossEntropy() {}

    /**
     * Rows with a one at the label: (n, classes).
     *
     * @throws IllegalArgumentException if a label is not from 0 to below {@code classes}
     */
    public static float[] oneHot(int[] labels, int classes) {
        float[] targets = new float[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "label " + labels[i] + " at " + i + " is not from 0 to below " + classes);
            }
            targets[i * classes + labels[i]] = 1;
        }
        return targets;
    }
}
