package org.timbrel.training.train;

import java.util.ArrayList;
import java.util.List;
import org.timbrel.training.data.Batch;
import org.timbrel.training.data.Batches;
import org.timbrel.training.data.Epoch;
import org.timbrel.training.data.FeatureSet;
import org.timbrel.training.metrics.ClassificationResult;

/** Judges a model on one side of a split. */
final class Evaluator {
    /**
     * The judgement.
     *
     * @param bySegment probabilities of every segment
     * @param loss mean cross-entropy over segments
     */
    record Outcome(ClassificationResult bySegment, double loss) {}

    private Evaluator() {}

    static Outcome evaluate(Predictor predictor, FeatureSet features, Batches side) {
        int classes = features.classes().size();
        float[] probabilities = new float[side.segments() * classes];
        int[] truth = new int[side.segments()];
        List<String> tracks = new ArrayList<>();
        double loss = 0;
        int done = 0;
        try (Epoch batches = side.inOrder()) {
            while (batches.hasNext()) {
                Batch batch = batches.next();
                Predictor.Outcome outcome = predictor.predict(batch);
                System.arraycopy(outcome.probabilities(), 0, probabilities, done * classes, batch.n() * classes);
                System.arraycopy(batch.labels(), 0, truth, done, batch.n());
                for (int id : batch.trackIds()) {
                    tracks.add(features.tracks().get(id).track().name());
                }
                loss += outcome.loss() * batch.n();
                done += batch.n();
            }
        }
        return new Outcome(ClassificationResult.of(features.classes(), tracks, truth, probabilities), loss / done);
    }
}
