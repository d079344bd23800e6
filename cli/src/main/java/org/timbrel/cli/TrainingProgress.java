package org.timbrel.cli;

import java.util.Locale;
import org.timbrel.training.run.MetricsEvent;
import org.timbrel.training.train.TrainingListener;

/** Shows training: a bar on a terminal, and a plain line an epoch everywhere. */
final class TrainingProgress implements TrainingListener, AutoCloseable {
    private final Terminal terminal;
    private final ProgressBar bar;
    private final Runnable firstStep;
    private int epochs;

    /** @param firstStep told when the first training step is done */
    TrainingProgress(Terminal terminal, Runnable firstStep) {
        this.terminal = terminal;
        this.bar = new ProgressBar(terminal);
        this.firstStep = firstStep;
    }

    @Override
    public void note(String sentence) {
        bar.clear();
        terminal.say(sentence);
    }

    @Override
    public void prepared(String sentence) {
        note(sentence);
    }

    @Override
    public void features(int done, int total) {
        bar.show("features", done, total, "files");
        if (done == total) {
            bar.clear();
        }
    }

    @Override
    public void step(int epoch, int epochs, int batch, int batches, double loss, double accuracy) {
        if (this.epochs == 0) {
            firstStep.run();
        }
        this.epochs = epochs;
        bar.show(
                epochLabel(epoch),
                batch,
                batches,
                String.format(Locale.ROOT, "loss %.4f  accuracy %.3f", loss, accuracy));
    }

    @Override
    public void epoch(MetricsEvent.Epoch e) {
        bar.clear();
        boolean validated = !Double.isNaN(e.valLoss());
        terminal.say(String.format(
                Locale.ROOT,
                "%s  loss %.4f  accuracy %.3f%s  %.1f s%s",
                epochLabel(e.epoch()),
                e.trainLoss(),
                e.trainAccuracy(),
                validated
                        ? String.format(Locale.ROOT, "  val loss %.4f  val accuracy %.3f", e.valLoss(), e.valAccuracy())
                        : "",
                e.seconds(),
                e.best() && validated ? "  best" : ""));
    }

    private String epochLabel(int epoch) {
        int digits = String.valueOf(epochs).length();
        return String.format(Locale.ROOT, "epoch %" + digits + "d/%d", epoch, epochs);
    }

    @Override
    public void close() {
        bar.close();
    }
}
