package org.timbrel.training.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.timbrel.training.recipe.FeatureSpec;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.report.AccuracyPerRun;
import org.timbrel.training.report.BarChart;

/**
 * What each group of features is worth (Li, "Exploring CNN and LSTM for Music Genre Classification", studies 1 to 3):
 * every model is trained on each group alone, on all groups but one, and on all.
 */
public final class FeatureStudy implements StudyKind {
    /** Li's seven groups, in the paper's order. */
    static final List<FeatureSpec.Type> GROUPS = List.of(
            FeatureSpec.Type.MFCC,
            FeatureSpec.Type.SPECTRAL_CENTROID,
            FeatureSpec.Type.CHROMA,
            FeatureSpec.Type.SPECTRAL_CONTRAST,
            FeatureSpec.Type.ZERO_CROSSING_RATE,
            FeatureSpec.Type.RMS,
            FeatureSpec.Type.AMPLITUDE_STATISTICS);

    private static final String ALL = "all groups";
    private static final String OWN = "the groups of the recipe";

    private final List<RecipeSource> sources;
    private final int repeats;

    /**
     * Of these models.
     *
     * @param repeats runs of each model on each set of features
     */
    public FeatureStudy(List<RecipeSource> sources, int repeats) {
        this.sources = List.copyOf(sources);
        this.repeats = repeats;
    }

    /** All runs; run n has the recipe's two seeds, of the training and of the split, plus n - 1. */
    @Override
    public Study study() {
        List<Part> parts = new ArrayList<>();
        Map<String, String> published = new HashMap<>();
        for (RecipeSource source : sources) {
            if (hasOwn(source)) {
                addRuns(parts, source, OWN, source.recipe().features().kinds());
                source.published().ifPresent(figure -> published.put(row(source, OWN), figure));
            }
            sets().forEach((name, groups) -> addRuns(parts, source, name, groups));
        }
        return new Study(
                "Groups of features: "
                        + sources.stream().map(RecipeSource::name).collect(Collectors.joining(", ")),
                List.of(
                        "Each run of a line has its own seed and its own split by the recipe's rule; run n of every line has"
                                + " the same split, so lines compare.",
                        "Where a set has too few values a frame for all pools of a CNN, the pools that no longer fit leave"
                                + " the feature axis alone."),
                parts,
                published);
    }

    /** One group alone and all but one, against all groups, a bar a model; and the accuracy of each run. */
    @Override
    public List<StudyPicture> pictures(List<PartResult> results) throws IOException {
        List<StudyPicture> pictures = new ArrayList<>(List.of(
                picture("one-group.png", "One group of features alone", results, FeatureStudy::alone),
                picture("all-but-one.png", "All groups of features but one", results, FeatureStudy::without)));
        if (repeats > 1) {
            pictures.add(perRun(results));
        }
        return pictures;
    }

    /** Whether a recipe has groups of its own, other than those that the study tries anyway. */
    private static boolean hasOwn(RecipeSource source) {
        return !sets().containsValue(source.recipe().features().kinds());
    }

    private interface Naming {
        String name(FeatureSpec.Type group);
    }

    private static String alone(FeatureSpec.Type group) {
        return group.word() + " alone";
    }

    private static String without(FeatureSpec.Type group) {
        return "all but " + group.word();
    }

    private static Map<String, List<FeatureSpec.Type>> sets() {
        Map<String, List<FeatureSpec.Type>> sets = new LinkedHashMap<>();
        sets.put(ALL, GROUPS);
        GROUPS.forEach(group -> sets.put(alone(group), List.of(group)));
        GROUPS.forEach(group ->
                sets.put(without(group), GROUPS.stream().filter(g -> g != group).toList()));
        return sets;
    }

    private static String row(RecipeSource source, String set) {
        return source.name() + ", " + set;
    }

    private void addRuns(List<Part> parts, RecipeSource source, String set, List<FeatureSpec.Type> groups) {
        Recipe base = source.recipe();
        String of = groups.stream().map(FeatureSpec.Type::word).collect(Collectors.joining(", ", "[", "]"));
        for (int run = 0; run < repeats; run++) {
            Recipe recipe = source.recipe(
                    "features.kind=stack",
                    "features.of=" + of,
                    "training.seed=" + (base.training().seed() + run),
                    "split.seed=" + (base.split().seed() + run));
            String row = row(source, set);
            parts.add(new Part(row, row + ", run " + (run + 1), FittingPools.of(recipe)));
        }
    }

    /** Study 3: the runs of each model one by one, with its own groups. */
    private StudyPicture perRun(List<PartResult> results) throws IOException {
        List<AccuracyPerRun.Runs> models = new ArrayList<>();
        List<PartResult> shown = new ArrayList<>();
        for (RecipeSource source : sources) {
            String row = row(source, hasOwn(source) ? OWN : ALL);
            List<PartResult> runs =
                    results.stream().filter(r -> r.part().row().equals(row)).toList();
            models.add(new AccuracyPerRun.Runs(
                    row,
                    runs.stream()
                            .map(r -> r.test().map(t -> t.byTrack().accuracy()).orElse(Double.NaN))
                            .toList()));
            runs.stream().filter(r -> r.test().isPresent()).forEach(shown::add);
        }
        String title = "Accuracy of each run, by track";
        return new StudyPicture(
                "accuracy-per-run.png", title, AccuracyPerRun.png(title, AccuracyTable.protocol(shown), "Run", models));
    }

    private StudyPicture picture(String fileName, String title, List<PartResult> results, Naming naming)
            throws IOException {
        Map<String, Sample> rows = new AccuracyTable(study(), results)
                .bars().stream()
                        .filter(bar -> !bar.baseline())
                        .collect(Collectors.toMap(AccuracyBar::name, AccuracyBar::byTrack));
        List<PartResult> tested =
                results.stream().filter(r -> r.test().isPresent()).toList();
        String note = AccuracyTable.protocol(tested)
                + (repeats == 1 ? "" : ". Error bars: standard deviation over " + repeats + " runs.");
        List<String> labels = GROUPS.stream().map(naming::name).toList();
        BarChart chart = BarChart.of(title, note, "accuracy by track, %", labels);
        for (RecipeSource source : sources) {
            List<Sample> samples = labels.stream()
                    .map(label -> rows.getOrDefault(row(source, label), new Sample(0, Double.NaN, Double.NaN)))
                    .toList();
            chart = chart.series(
                    source.name(),
                    samples.stream().map(s -> 100 * s.mean()).toList(),
                    samples.stream()
                            .map(s -> s.n() < 2 ? Double.NaN : 100 * s.deviation())
                            .toList());
        }
        for (int s = 0; s < sources.size(); s++) {
            Sample all = rows.get(row(sources.get(s), ALL));
            if (all != null) {
                chart = chart.line(ALL + ", " + sources.get(s).name(), 100 * all.mean(), s);
            }
        }
        return new StudyPicture(fileName, title, chart.png());
    }
}
