package org.timbrel.training.train;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.optimizer.Optimizer;
import org.timbrel.engine.tensor.BufferPool;
import org.timbrel.training.data.Batch;
import org.timbrel.training.data.BatchAugmentation;
import org.timbrel.training.data.Batches;
import org.timbrel.training.data.Epoch;
import org.timbrel.training.model.ModelSummary;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.TrainingSpec;
import org.timbrel.training.report.RunReport;
import org.timbrel.training.run.MetricsEvent;
import org.timbrel.training.run.Provenance;
import org.timbrel.training.run.RunFolder;

/**
 * The loop: epochs of steps, a validation after each, early stopping. Everything that it learns stands in the run folder
 * before the next epoch begins.
 */
final class Trainer {
    private static final long REPORT_EVERY_NANOS = 10_000_000_000L;

    /** What plain classifiers make of the same data. */
    interface Baselines {
        /** Fits and tests them. */
        List<MetricsEvent.Baseline> measure();
    }

    private final RunFolder folder;
    private final Recipe recipe;
    private final Sequential model;
    private final PreparedData data;
    private final Provenance provenance;
    private final Baselines baselines;
    private final TrainingListener listener;
    private final BooleanSupplier stop;
    private final Optimizer optimizer;
    private final LearningRate rate;
    private final TrainingStep step;
    private final Predictor predictor;
    private final Batches train;
    private final Batches validation;
    private Position position;
    private long reported = System.nanoTime();

    Trainer(
            RunFolder folder,
            Recipe recipe,
            Sequential model,
            PreparedData data,
            Provenance provenance,
            BufferPool pool,
            Baselines baselines,
            TrainingListener listener,
            BooleanSupplier stop)
            throws IOException {
        this.folder = folder;
        this.recipe = recipe;
        this.model = model;
        this.data = data;
        this.provenance = provenance;
        this.baselines = baselines;
        this.listener = listener;
        this.stop = stop;
        TrainingSpec training = recipe.training();
        this.train = data.batches(data.training(), training.batch())
                .augmented(new BatchAugmentation(recipe.augment(), training.seed(), training.epochs()));
        this.validation = data.batches(data.split().validation(), training.batch());
        this.optimizer = Optimizers.optimizer(recipe.optimizer(), model.parameters());
        this.rate = new LearningRate(recipe, train.count());
        this.step = new TrainingStep(model, optimizer, pool, TrainingStep.Settings.of(recipe));
        this.predictor = new Predictor(model, pool);
        this.position = ResumePoint.load(folder, model, optimizer, step, rate);
        folder.metrics().cutBackTo(position.epochs());
    }

    /** Trains to the end and notes why it ended. */
    void run() throws IOException {
        TrainingSpec training = recipe.training();
        while (position.epochs() < training.epochs() && !position.outOf(training.patience())) {
            epoch();
        }
        String reason = position.outOf(training.patience())
                ? "no better " + training.monitor().word() + " for " + training.patience() + " epochs"
                : "all " + training.epochs() + " epochs done";
        folder.metrics().append(new MetricsEvent.Stop(reason, position.epochs()));
        listener.note(
                "Stopped: " + reason + String.format(Locale.ROOT, "; waited for data %.1f %% of the time.", waited()));
    }

    /** Percent of the time of learning, all epochs of the run together. */
    private double waited() throws IOException {
        double waited = 0;
        double learned = 0;
        for (MetricsEvent event : folder.metrics().read()) {
            if (event instanceof MetricsEvent.Epoch epoch) {
                waited += epoch.dataWaitShare() * epoch.seconds();
                learned += epoch.seconds();
            }
        }
        return learned == 0 ? 0 : 100 * waited / learned;
    }

    private void epoch() throws IOException {
        TrainingSpec training = recipe.training();
        int number = position.epochs() + 1;
        long begun = System.nanoTime();
        double waiting;
        try (Epoch batches = training.shuffle()
                ? train.shuffled(training.seed(), number, position.batches())
                : train.inOrder(number, position.batches())) {
            while (batches.hasNext()) {
                learn(batches.next(), number);
                if (stop.getAsBoolean() && batches.hasNext()) {
                    interrupt(number);
                }
            }
            waiting = batches.waitingShare();
        }
        Position trained = position;
        Evaluator.Outcome judged =
                validation.segments() == 0 ? null : Evaluator.evaluate(predictor, data.features(), validation);
        double monitored = reached(training.monitor(), judged);
        position = position.afterEpoch(
                position.watched().after(number, monitored, training.monitor()),
                position.kept().after(number, reached(training.keepBy(), judged), training.keepBy()));
        MetricsEvent.Epoch event = new MetricsEvent.Epoch(
                number,
                optimizer.steps(),
                trained.loss(),
                trained.accuracy(),
                judged == null ? Double.NaN : judged.loss(),
                judged == null ? Double.NaN : judged.bySegment().confusion().accuracy(),
                rate.at(Math.max(0, optimizer.steps() - 1)),
                (System.nanoTime() - begun) / 1e9,
                waiting,
                position.kept().epoch() == number);
        rate.afterEpoch(monitored);
        save(event, judged);
        listener.epoch(event);
        report(false);
        if (stop.getAsBoolean()) {
            interrupt(number);
        }
    }

    private void learn(Batch batch, int number) throws IOException {
        TrainingStep.Outcome outcome;
        try {
            outcome = step.run(batch, rate.at(optimizer.steps()));
        } catch (DivergedException e) {
            report(true);
            throw new DivergedException("Training diverged in epoch " + number + ", batch " + (position.batches() + 1)
                    + ", update " + (optimizer.steps() + 1) + ": " + e.getMessage() + ". " + folder.path() + " keeps "
                    + (position.epochs() == 0 ? "no whole epoch" : "epoch " + position.epochs())
                    + "; try a lower optimizer.learningRate.");
        }
        position = position.afterBatch(outcome, batch.n());
        if (!outcome.updated()) {
            listener.note("Epoch " + number + ", batch " + position.batches()
                    + ": a gradient was too large for half precision; the update was left out, and the loss is now scaled by "
                    + step.lossScale() + ".");
        }
        listener.step(
                number,
                recipe.training().epochs(),
                position.batches(),
                train.count(),
                position.loss(),
                position.accuracy());
    }

    /** What an epoch reached of a value; NaN where there is no validation side. */
    private static double reached(TrainingSpec.Monitor monitor, Evaluator.Outcome judged) {
        if (judged == null) {
            return Double.NaN;
        }
        return monitor == TrainingSpec.Monitor.VAL_LOSS
                ? judged.loss()
                : judged.bySegment().confusion().accuracy();
    }

    private void save(MetricsEvent.Epoch event, Evaluator.Outcome judged) throws IOException {
        if (folder.metrics().read().isEmpty()) {
            // Before the first epoch's figures, so that going back to a checkpoint does not drop them; not before its
            // first
            // step, which a user waits for.
            for (MetricsEvent.Baseline baseline : baselines.measure()) {
                folder.metrics().append(baseline);
            }
        }
        if (event.best() && judged != null) {
            folder.metrics()
                    .append(new MetricsEvent.Validation(
                            event.epoch(), provenance, judged.bySegment().confusion()));
        }
        folder.metrics().append(event);
        ModelFile header = new ModelFile(data.features().classes(), data.scaler(), event.epoch());
        if (event.best()) {
            header.save(folder.bestWeights(), model);
        }
        header.save(folder.lastWeights(), model);
        ResumePoint.save(folder, model, optimizer, step, rate, position);
    }

    private void interrupt(int number) throws IOException {
        ResumePoint.save(folder, model, optimizer, step, rate, position);
        report(true);
        throw new InterruptedTrainingException(folder.path(), number, position.batches());
    }

    private void report(boolean now) throws IOException {
        if (now || System.nanoTime() - reported > REPORT_EVERY_NANOS) {
            RunReport.write(folder, ModelSummary.table(model)).forEach(listener::note);
            reported = System.nanoTime();
        }
    }
}
