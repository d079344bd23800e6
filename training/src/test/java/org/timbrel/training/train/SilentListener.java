package org.timbrel.training.train;

import java.util.ArrayList;
import java.util.List;
import org.timbrel.training.run.MetricsEvent;

/** Keeps what it is told, for tests. */
final class SilentListener implements TrainingListener {
    final List<String> notes = new ArrayList<>();
    int epochs;
    int batches;

    @Override
    public void note(String sentence) {
        notes.add(sentence);
    }

    @Override
    public void features(int done, int total) {}

    @Override
    public void step(int epoch, int epochs, int batch, int batches, double loss, double accuracy) {
        this.batches++;
    }

    @Override
    public void epoch(MetricsEvent.Epoch epoch) {
        epochs++;
    }
}
