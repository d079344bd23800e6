package org.timbrel.training.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One recipe on several splits by track: ten random 80/20 splits (Rai et al., "HarmonyNet", section on evaluation, which
 * calls them folds), or k folds of which each is tested once.
 */
public final class CrossValidation {
    private CrossValidation() {}

    /**
     * Random splits; the seeds of the splits are 1 to {@code splits}.
     *
     * @param source makes the recipe
     */
    public static Study splits(RecipeSource source, int splits) {
        List<Part> parts = new ArrayList<>();
        for (int seed = 1; seed <= splits; seed++) {
            parts.add(
                    new Part(source.name(), "split " + seed, source.recipe("split.kind=tracks", "split.seed=" + seed)));
        }
        return new Study(
                "Cross-validation of " + source.name() + ": " + splits + " random splits by track",
                List.of(
                        "Each run deals the tracks anew, so a track may be tested in several runs, and the interval of the"
                                + " mean takes runs for independent that are only nearly so."),
                parts,
                Map.of());
    }

    /** Folds: every track is tested once. */
    public static Study folds(RecipeSource source, int k) {
        List<Part> parts = new ArrayList<>();
        for (int fold = 1; fold <= k; fold++) {
            parts.add(new Part(
                    source.name(),
                    "fold " + fold + " of " + k,
                    source.recipe("split.kind=folds", "split.k=" + k, "split.fold=" + fold)));
        }
        return new Study(
                "Cross-validation of " + source.name() + ": " + k + " folds by track",
                List.of("No track stands on two sides of a fold, and each is tested once."),
                parts,
                Map.of());
    }
}
