package org.timbrel.training.train;

import org.timbrel.training.run.MetricsEvent;

/** Is told how training goes; the command line shows it. */
public interface TrainingListener {
    /** Something that a reader should know once, such as a file left out or the backend chosen. */
    void note(String sentence);

    /** One sentence on the data that were found. */
    default void prepared(String sentence) {}

    /** Features of {@code done} of {@code total} files are ready. */
    void features(int done, int total);

    /**
     * A training step is done.
     *
     * @param epoch from 1
     * @param epochs at most
     * @param batch of this epoch, from 1
     * @param batches of this epoch
     * @param loss mean over the epoch so far
     * @param accuracy over the epoch so far
     */
    void step(int epoch, int epochs, int batch, int batches, double loss, double accuracy);

    /** An epoch is done and saved. */
    void epoch(MetricsEvent.Epoch epoch);
}
