package org.timbrel.training.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.timbrel.training.recipe.TrainingSpec;
import org.timbrel.training.run.MetricsEvent;
import org.timbrel.training.run.RunFolder;

/**
 * What came of a part.
 *
 * @param folder its run folder
 * @param test the last test; empty if the part failed
 * @param tested names of the tracks of its test side, or of the segments where the split is by segment
 * @param baselines plain classifiers on the same split; none on a leaky one
 * @param validation accuracy by segment on the validation side, of the weights that were tested; empty without one
 * @param epochs that were trained
 * @param seconds that they took
 * @param failure why there is no test, in one sentence; empty if there is one
 * @param diverged whether that is because its numbers were no longer finite
 */
public record PartResult(
        Part part,
        Path folder,
        Optional<MetricsEvent.Test> test,
        List<String> tested,
        List<MetricsEvent.Baseline> baselines,
        OptionalDouble validation,
        int epochs,
        double seconds,
        String failure,
        boolean diverged) {
    public PartResult {
        tested = List.copyOf(tested);
        baselines = List.copyOf(baselines);
    }

    /** A part that can't be trained. */
    static PartResult failed(Part part, Path folder, String failure, boolean diverged) {
        return new PartResult(
                part, folder, Optional.empty(), List.of(), List.of(), OptionalDouble.empty(), 0, 0, failure, diverged);
    }

    /** The result that a run folder holds; empty if the run has not been tested yet. */
    static Optional<PartResult> read(Part part, RunFolder folder) throws IOException {
        Optional<MetricsEvent.Test> test = Optional.empty();
        List<MetricsEvent.Baseline> baselines = new ArrayList<>();
        double validation = Double.NaN;
        boolean best = part.recipe().training().keep() == TrainingSpec.Keep.BEST;
        int epochs = 0;
        double seconds = 0;
        for (MetricsEvent event : folder.metrics().read()) {
            if (event instanceof MetricsEvent.Test last) {
                test = Optional.of(last);
            } else if (event instanceof MetricsEvent.Baseline baseline) {
                baselines.add(baseline);
            } else if (event instanceof MetricsEvent.Epoch epoch) {
                validation = best && !epoch.best() ? validation : epoch.valAccuracy();
                epochs = epoch.epoch();
                seconds += epoch.seconds();
            }
        }
        if (test.isEmpty()) {
            return Optional.empty();
        }
        List<String> tested = folder.readSplit().test();
        return Optional.of(new PartResult(
                part,
                folder.path(),
                test,
                tested,
                baselines,
                Double.isNaN(validation) ? OptionalDouble.empty() : OptionalDouble.of(validation),
                epochs,
                seconds,
                "",
                false));
    }
}
