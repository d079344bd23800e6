package org.timbrel.training.study;

import java.util.concurrent.Semaphore;
import org.timbrel.training.run.MetricsEvent;
import org.timbrel.training.train.TrainingListener;

/** Passes on how one part goes. */
final class PartListener implements TrainingListener {
    private final int part;
    private final StudyProgress progress;
    private final StudyListener listener;
    private final Semaphore preparing;
    private boolean prepared;

    PartListener(int part, StudyProgress progress, StudyListener listener, Semaphore preparing) {
        this.part = part;
        this.progress = progress;
        this.listener = listener;
        this.preparing = preparing;
    }

    /** The part computes no features any more; the next one may. */
    void prepared() {
        if (!prepared) {
            prepared = true;
            preparing.release();
        }
    }

    @Override
    public void note(String sentence) {
        listener.note(sentence);
    }

    @Override
    public void features(int done, int total) {}

    @Override
    public void step(int epoch, int epochs, int batch, int batches, double loss, double accuracy) {
        if (!prepared) {
            prepared();
            listener.trainingBegins();
        }
        progress.trained(part, (epoch - 1 + (double) batch / batches) / epochs);
    }

    @Override
    public void epoch(MetricsEvent.Epoch epoch) {}
}
