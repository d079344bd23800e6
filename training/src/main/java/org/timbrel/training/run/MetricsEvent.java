package org.timbrel.training.run;

import java.util.OptionalDouble;
import org.timbrel.training.metrics.ConfusionMatrix;

/** One line of {@code metrics.jsonl}. Accuracies and shares are 0 to 1, times are seconds. */
public sealed interface MetricsEvent {
    /**
     * The end of an epoch.
     *
     * @param epoch counted from 1
     * @param step training steps so far
     * @param trainLoss mean loss over the training side, as seen while training
     * @param valLoss mean loss over the validation side; NaN if there is none
     * @param learningRate at the last step of the epoch
     * @param seconds wall-clock time of the epoch
     * @param dataWaitShare the share of that time in which training waited for the next batch
     * @param best whether the weights of this epoch became {@code best.safetensors}
     */
    record Epoch(
            int epoch,
            long step,
            double trainLoss,
            double trainAccuracy,
            double valLoss,
            double valAccuracy,
            double learningRate,
            double seconds,
            double dataWaitShare,
            boolean best)
            implements MetricsEvent {}

    /**
     * The confusion on the validation side, by segment, with the best weights so far. Comes before its epoch's
     * {@link Epoch}, so that a picture can be drawn while training goes on.
     */
    record Validation(int epoch, Provenance provenance, ConfusionMatrix bySegment) implements MetricsEvent {}

    /**
     * A plain classifier on the same split, to measure the model against.
     *
     * @param name such as "majority class"
     * @param accuracySegment empty if the baseline decides tracks only
     */
    record Baseline(String name, OptionalDouble accuracySegment, double accuracyTrack) implements MetricsEvent {}

    /**
     * A test of the best weights.
     *
     * @param byTrack decided by the mean of the segments' probabilities
     * @param byTrackMajority decided by the majority of the segments
     */
    record Test(
            Provenance provenance, ConfusionMatrix bySegment, ConfusionMatrix byTrack, ConfusionMatrix byTrackMajority)
            implements MetricsEvent {}

    /**
     * The end of the training.
     *
     * @param reason in words, such as "no better validation loss for 10 epochs"
     * @param epoch the last epoch that was completed
     */
    record Stop(String reason, int epoch) implements MetricsEvent {}
}
