package org.timbrel.training.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.RecipeException;

/**
 * Recipes on several splits by track: random 80/20 splits, ten by default (Rai et al., "HarmonyNet", section on
 * evaluation, which calls them folds), or k folds of which each is tested once. With several seeds, each split is trained
 * on with each of them.
 */
public final class CrossValidation implements StudyKind {
    private final List<RecipeSource> sources;
    private final Seeds seeds;
    private final String how;
    private final List<String> words;
    /** What is set for each split, by its name. */
    private final Map<String, List<String>> splits;

    private CrossValidation(
            List<RecipeSource> sources, Seeds seeds, String how, List<String> words, Map<String, List<String>> splits) {
        this.sources = List.copyOf(sources);
        this.seeds = seeds;
        this.how = how;
        this.words = words;
        this.splits = splits;
        List<String> names = sources.stream().map(RecipeSource::name).toList();
        if (names.stream().distinct().count() < names.size()) {
            throw new RecipeException("A study needs recipes of different names, but was given " + names
                    + "; write another name: in one of the files.");
        }
    }

    /** Random splits; their seeds are 1 to {@code count}. */
    public static CrossValidation splits(List<RecipeSource> sources, int count, Seeds seeds) {
        Map<String, List<String>> splits = new LinkedHashMap<>();
        for (int seed = 1; seed <= count; seed++) {
            splits.put("split " + seed, List.of("split.kind=tracks", "split.seed=" + seed));
        }
        return new CrossValidation(
                sources,
                seeds,
                count == 1 ? "one random split by track" : count + " random splits by track",
                count == 1
                        ? List.of()
                        : List.of("Each run deals the tracks anew, so a track may be tested in several runs, and the"
                                + " interval of the mean takes runs for independent that are only nearly so."),
                splits);
    }

    /** Folds: every track is tested once. */
    public static CrossValidation folds(List<RecipeSource> sources, int k, Seeds seeds) {
        Map<String, List<String>> splits = new LinkedHashMap<>();
        for (int fold = 1; fold <= k; fold++) {
            splits.put("fold " + fold + " of " + k, List.of("split.kind=folds", "split.k=" + k, "split.fold=" + fold));
        }
        return new CrossValidation(
                sources,
                seeds,
                k + " folds by track",
                List.of(
                        "No track stands on two sides of a fold, and each is tested once.",
                        "The interval of segments takes them for independent, which segments of one track are not; it is"
                                + " too narrow."),
                splits);
    }

    /** Each recipe on the split that it states. */
    public static CrossValidation own(List<RecipeSource> sources, Seeds seeds) {
        return new CrossValidation(sources, seeds, "the split of the recipe", List.of(), Map.of("", List.of()));
    }

    @Override
    public Study study() {
        return study("Cross-validation of ", words);
    }

    /** The same runs under another title. */
    Study study(String title, List<String> otherWords) {
        List<Part> parts = new ArrayList<>();
        Map<String, String> published = new HashMap<>();
        int most = 1;
        for (RecipeSource source : sources) {
            Recipe own = source.recipe();
            source.published().ifPresent(figure -> published.put(own.name(), figure));
            List<Long> trained = seeds.of(own);
            most = Math.max(most, trained.size());
            trained.forEach(seed -> addParts(parts, source, own, seed));
        }
        String names = sources.stream().map(RecipeSource::name).collect(Collectors.joining(", "));
        return new Study(
                title + names + ": " + how + (most == 1 ? "" : ", " + most + " seeds"), otherWords, parts, published);
    }

    @Override
    public StudyTable summary(List<PartResult> results) {
        return DecisionTable.of(study(), results);
    }

    @Override
    public List<StudyTable> tables(List<PartResult> results) {
        return ClassTable.of(results);
    }

    /** The recipe's own seed has no word in the label, so that a study to which seeds are added finds its runs. */
    private void addParts(List<Part> parts, RecipeSource source, Recipe own, long seed) {
        splits.forEach((split, sets) -> {
            List<String> label = new ArrayList<>();
            label.add(sources.size() > 1 || split.isEmpty() ? own.name() : "");
            label.add(split);
            label.add(seed == own.training().seed() ? "" : "seed " + seed);
            label.removeIf(String::isEmpty);
            List<String> all = new ArrayList<>(sets);
            all.add("training.seed=" + seed);
            parts.add(new Part(own.name(), String.join(", ", label), source.recipe(all.toArray(String[]::new))));
        });
    }
}
