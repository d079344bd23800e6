package org.timbrel.training.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.checkpoint.Checkpoint;
import org.timbrel.engine.checkpoint.Safetensors;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.tensor.BufferPool;
import org.timbrel.training.data.FeatureSet;
import org.timbrel.training.data.Split;
import org.timbrel.training.metrics.ClassificationResult;
import org.timbrel.training.metrics.TrackVote;
import org.timbrel.training.model.ModelBuilder;
import org.timbrel.training.model.ModelSummary;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.Recipes;
import org.timbrel.training.recipe.TrainingSpec;
import org.timbrel.training.report.RunReport;
import org.timbrel.training.report.SoundPictures;
import org.timbrel.training.run.Environment;
import org.timbrel.training.run.MetricsEvent;
import org.timbrel.training.run.Provenance;
import org.timbrel.training.run.RunFolder;
import org.timbrel.training.run.SplitRecord;

/**
 * A run from audio files to a tested model, in a run folder. What can be refused is refused before anything is written:
 * recipe, backend, data and model are checked first.
 */
public final class TrainingRun {
    private final TrainingRequest.Place place;
    private final TrainingListener listener;
    private final BooleanSupplier stop;

    /**
     * Makes a run that is yet to begin.
     *
     * @param stop asked after every batch; once true, training saves its state and ends with an
     *     {@link InterruptedTrainingException}
     */
    public TrainingRun(TrainingRequest.Place place, TrainingListener listener, BooleanSupplier stop) {
        this.place = place;
        this.listener = listener;
        this.stop = stop;
    }

    /**
     * Trains from the beginning.
     *
     * @return the test, which also stands in the run folder
     * @throws DivergedException if a number is no longer finite
     * @throws InterruptedTrainingException if it was asked to stop
     * @throws org.timbrel.training.data.DataException if the data can't be used
     * @throws IOException if the run folder can't be written
     */
    public MetricsEvent.Test train(TrainingRequest request) throws IOException {
        Recipe recipe = request.recipe();
        RunFolder.requireFree(request.out());
        try (Backend backend = open()) {
            PreparedData data = PreparedData.fresh(recipe, request.data(), place.cache(), place.threads(), listener);
            Split split = data.split();
            split.notes().forEach(listener::note);
            DataSummary.of(data.features(), split).forEach(listener::prepared);
            DataSummary.lowerRate(data.dataSet(), recipe.data()).ifPresent(listener::prepared);
            Sequential model = model(recipe, backend, data.features());
            String dataName = recipe.data().called(request.dataName());
            Provenance provenance = new Provenance(
                    dataName, split.protocol(), split.leaky(), recipe.training().seed());
            RunFolder folder = RunFolder.create(request.out());
            folder.writeEnvironment(environment(backend));
            folder.writeSplit(record(provenance, data));
            new DataOrigin(request.data().toAbsolutePath().normalize(), dataName).save(folder);
            folder.writeRecipe(recipe.toYaml());
            return finish(folder, recipe, model, data, provenance, backend);
        }
    }

    /**
     * Goes on with a run that was stopped, to the same bits as if it had not been.
     *
     * @param data where the data are now; empty for where they were
     * @param sets changes of the recipe, such as more epochs
     */
    public MetricsEvent.Test resume(Path run, Optional<Path> data, List<String> sets) throws IOException {
        RunFolder folder = RunFolder.open(run);
        Recipe recipe = recipe(folder, sets);
        try (Backend backend = open()) {
            SplitRecord record = folder.readSplit();
            PreparedData prepared = recorded(folder, recipe, record, data);
            Sequential model = model(recipe, backend, prepared.features());
            if (!sets.isEmpty()) {
                folder.writeRecipe(recipe.toYaml());
            }
            return finish(folder, recipe, model, prepared, record.provenance(), backend);
        }
    }

    /** Tests the weights of a run once more, and writes the result and the report anew. */
    public MetricsEvent.Test evaluate(Path run, Optional<Path> data) throws IOException {
        RunFolder folder = RunFolder.open(run);
        Recipe recipe = recipe(folder, List.of());
        try (Backend backend = open()) {
            SplitRecord record = folder.readSplit();
            PreparedData prepared = recorded(folder, recipe, record, data);
            Sequential model = model(recipe, backend, prepared.features());
            MetricsEvent.Test test = test(folder, recipe, model, prepared, record.provenance(), backend);
            RunReport.write(folder, ModelSummary.table(model)).forEach(listener::note);
            return test;
        }
    }

    private Backend open() {
        Backend backend = Backends.open(place.backend(), new BackendOptions(place.threads()));
        listener.note("Backend " + backend.describe() + ".");
        return backend;
    }

    private PreparedData recorded(RunFolder folder, Recipe recipe, SplitRecord record, Optional<Path> data)
            throws IOException {
        Path where = data.isPresent() ? data.get() : DataOrigin.load(folder).folder();
        return PreparedData.recorded(recipe, where, record, place.cache(), place.threads(), listener);
    }

    private static Recipe recipe(RunFolder folder, List<String> sets) throws IOException {
        return Recipes.parse(folder.readRecipe(), folder.recipe().toString(), sets);
    }

    private static Sequential model(Recipe recipe, Backend backend, FeatureSet features) {
        return ModelBuilder.build(
                recipe,
                backend,
                features.frames(),
                features.bins(),
                features.classes().size());
    }

    private Environment environment(Backend backend) {
        return Environment.current(
                place.version(), backend.name(), backend.describe(), place.threads(), place.commandLine());
    }

    private static SplitRecord record(Provenance provenance, PreparedData data) {
        Split split = data.split();
        return new SplitRecord(
                provenance,
                Split.names(data.features(), split.train()),
                Split.names(data.features(), split.validation()),
                Split.names(data.features(), split.test()));
    }

    private MetricsEvent.Test finish(
            RunFolder folder,
            Recipe recipe,
            Sequential model,
            PreparedData data,
            Provenance provenance,
            Backend backend)
            throws IOException {
        BufferPool pool = new BufferPool(backend);
        Trainer.Baselines baselines = () -> data.baselines(recipe, place.cache(), place.threads());
        new Trainer(folder, recipe, model, data, provenance, pool, baselines, listener, stop).run();
        MetricsEvent.Test test = test(folder, recipe, model, data, provenance, backend);
        RunReport.write(folder, ModelSummary.table(model)).forEach(listener::note);
        return test;
    }

    private MetricsEvent.Test test(
            RunFolder folder,
            Recipe recipe,
            Sequential model,
            PreparedData data,
            Provenance provenance,
            Backend backend)
            throws IOException {
        boolean best = recipe.training().keep() == TrainingSpec.Keep.BEST;
        Checkpoint.load(Safetensors.read(best ? folder.bestWeights() : folder.lastWeights()), model.parameters());
        ClassificationResult segments = Evaluator.evaluate(
                        new Predictor(model, new BufferPool(backend)),
                        data.features(),
                        data.batches(data.split().test(), recipe.training().batch()))
                .bySegment();
        MetricsEvent.Test test = new MetricsEvent.Test(
                provenance,
                segments.confusion(),
                segments.byTrack(TrackVote.MEAN_PROBABILITY).confusion(),
                segments.byTrack(TrackVote.MAJORITY).confusion());
        folder.writePredictions(segments);
        folder.metrics().append(test);
        SoundPictures.write(
                        folder,
                        provenance,
                        recipe,
                        new SoundPictures.Sides(data.features(), data.training(), data.scaler()),
                        segments.byTrack(TrackVote.MEAN_PROBABILITY))
                .forEach(listener::note);
        return test;
    }
}
