package org.timbrel.engine.loss;

import java.util.Arrays;

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
        return smoothed(labels, classes, 0);
    }

    /**
     * Smoothed rows (Szegedy and others, 2016): (1 - smoothing) one-hot + smoothing / classes, as PyTorch's and Keras's
     * {@code label_smoothing} have it: (n, classes).
     *
     * @param smoothing share of a target that is spread evenly over all classes, 0 for none
     * @throws IllegalArgumentException if a label is not from 0 to below {@code classes}
     */
    public static float[] smoothed(int[] labels, int classes, double smoothing) {
        float[] targets = new float[labels.length * classes];
        smooth(labels, classes, smoothing, targets);
        return targets;
    }

    /** Writes the rows of {@link #smoothed} to {@code targets}. */
    public static void smooth(int[] labels, int classes, double smoothing, float[] targets) {
        double share = smoothing / classes;
        Arrays.fill(targets, 0, labels.length * classes, (float) share);
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "label " + labels[i] + " at " + i + " is not from 0 to below " + classes);
            }
            targets[i * classes + labels[i]] = (float) (1 - smoothing + share);
        }
    }
}
