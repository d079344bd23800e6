package org.timbrel.training.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains models and averages them, together with runs that were trained before.
 *
 * @param trained recipes, splits and seeds
 * @param finished runs that lie in folders
 */
public record EnsembleStudy(CrossValidation trained, List<PartResult> finished) implements StudyKind {
    public EnsembleStudy {
        finished = List.copyOf(finished);
    }

    @Override
    public Study study() {
        return trained.study(
                "Ensemble of ",
                List.of(
                        "An ensemble decides by the mean of its members' probabilities. The paired test is two-tailed; p is the"
                                + " chance of a difference at least so large if there is none."));
    }

    @Override
    public StudyTable summary(List<PartResult> results) throws IOException {
        return ensemble(results).table(trained.study().published());
    }

    @Override
    public List<AccuracyBar> bars(List<PartResult> results) throws IOException {
        return ensemble(results).bars();
    }

    @Override
    public List<StudyTable> tables(List<PartResult> results) throws IOException {
        return ensemble(results).pairs();
    }

    /** A model of which a run failed is no member: the table of runs says why. */
    private Ensemble ensemble(List<PartResult> results) throws IOException {
        List<PartResult> members = new ArrayList<>();
        for (PartResult result : results) {
            boolean whole = results.stream()
                    .filter(r -> r.part().row().equals(result.part().row()))
                    .allMatch(r -> r.test().isPresent());
            if (whole) {
                members.add(result);
            }
        }
        members.addAll(finished);
        return Ensemble.of(members);
    }
}
