package org.timbrel.training.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.timbrel.training.data.DataException;
import org.timbrel.training.metrics.ClassificationResult;
import org.timbrel.training.metrics.ConfusionMatrix;
import org.timbrel.training.metrics.Prediction;
import org.timbrel.training.recipe.Recipe;

/**
 * Averages the probabilities of several models or runs, track by track, and sets the outcome against each alone (Chen,
 * section on ensembles). Runs that differ in nothing but their split, as the folds of a study, are one member.
 */
public final class Ensemble {
    /** Above this, pairs of models are too many for a table. */
    private static final int MOST_MODELS_IN_PAIRS = 5;

    private final List<PartResult> runs;
    private final List<Member> members;

    /** One that votes: its decisions by the tracks of each test side. */
    private record Member(String model, String name, Map<Set<String>, ClassificationResult> tests) {}

    private Ensemble(List<PartResult> runs, List<Member> members) {
        this.runs = runs;
        this.members = members;
    }

    /**
     * Of tested runs.
     *
     * @param runs the line of each is the model that it belongs to
     * @throws DataException if there are fewer than two members, or they were not tested on the same tracks
     */
    public static Ensemble of(List<PartResult> runs) throws IOException {
        Map<List<Object>, List<PartResult>> groups = new LinkedHashMap<>();
        for (PartResult run : runs) {
            groups.computeIfAbsent(allButSplit(run), key -> new ArrayList<>()).add(run);
        }
        List<Member> members = new ArrayList<>();
        for (List<PartResult> group : groups.values()) {
            members.add(member(group, groups.values()));
        }
        if (members.size() < 2) {
            throw new DataException("An ensemble needs at least two members, but "
                    + members.get(0).name() + " is the only one; give another recipe or run, or --seeds 3.");
        }
        return new Ensemble(List.copyOf(runs), members);
    }

    private static List<Object> allButSplit(PartResult run) {
        Recipe recipe = run.part().recipe();
        return Arrays.asList(
                run.part().row(),
                recipe.name(),
                recipe.data(),
                recipe.features(),
                recipe.augment(),
                recipe.model(),
                recipe.loss(),
                recipe.optimizer(),
                recipe.schedule(),
                recipe.training());
    }

    private static Member member(List<PartResult> group, Iterable<List<PartResult>> all) throws IOException {
        String model = group.get(0).part().row();
        int number = 0;
        int of = 0;
        for (List<PartResult> other : all) {
            of += other.get(0).part().row().equals(model) ? 1 : 0;
            number = other == group ? of : number;
        }
        String name = of == 1
                ? model
                : model + ", run " + number + " (seed "
                        + group.get(0).part().recipe().training().seed() + ")";
        Map<Set<String>, ClassificationResult> tests = new LinkedHashMap<>();
        for (PartResult run : group) {
            ClassificationResult decisions = FinishedRuns.decisions(run);
            tests.put(decisions.predictions().stream().map(Prediction::track).collect(Collectors.toSet()), decisions);
        }
        return new Member(model, name, tests);
    }

    /**
     * The members alone, the runs of each model together, and all together.
     *
     * @param published a paper's own figure, by model
     */
    public StudyTable table(Map<String, String> published) {
        List<List<String>> rows = new ArrayList<>();
        for (Member member : members) {
            rows.add(row(member.name(), member.tests().values(), published.getOrDefault(member.model(), "")));
        }
        Sample alone = Sample.of(members.stream()
                .map(member -> Score.of(member.tests().values()).sample().mean())
                .toList());
        rows.add(List.of(
                "mean of the members alone",
                String.format(Locale.ROOT, "%.1f", 100 * alone.mean()),
                "",
                "",
                "",
                "",
                "",
                AccuracyTable.protocol(runs),
                ""));
        ensembles().forEach((name, decisions) -> rows.add(row(name, decisions, "")));
        for (Baselines.Line line : Baselines.of(runs)) {
            Score score = line.score();
            rows.add(List.of(
                    line.name(),
                    score.spread(),
                    score.counted(),
                    score.intervalText(),
                    "",
                    "",
                    "",
                    AccuracyTable.protocol(line.runs()),
                    ""));
        }
        return new StudyTable(
                "By track, mean of probabilities; precision, recall and F1 are means over classes.",
                List.of(
                        "",
                        "accuracy, %",
                        "right, each counted once",
                        "95% interval, %",
                        "precision",
                        "recall",
                        "F1",
                        "data and protocol",
                        "paper, full GTZAN, %"),
                rows);
    }

    /** The members alone, the runs of each model together, all together, and the plain classifiers. */
    List<AccuracyBar> bars() {
        List<AccuracyBar> bars = new ArrayList<>();
        for (Member member : members) {
            bars.add(AccuracyBar.of(member.name(), Score.of(member.tests().values()), false));
        }
        ensembles().forEach((name, decisions) -> bars.add(AccuracyBar.of(name, Score.of(decisions), false)));
        Baselines.of(runs).forEach(line -> bars.add(AccuracyBar.of(line.name(), line.score(), true)));
        return bars;
    }

    /** What was averaged: the runs of each model that has several, and all members; by name. */
    private Map<String, List<ClassificationResult>> ensembles() {
        Map<String, List<ClassificationResult>> averages = new LinkedHashMap<>();
        Map<String, List<Member>> models = models();
        models.forEach((model, some) -> {
            if (some.size() > 1 && models.size() > 1) {
                averages.put("ensemble of " + model + ", " + some.size() + " runs", together(some));
            }
        });
        averages.put("ensemble of all " + members.size(), together(members));
        return averages;
    }

    /** A paired test of each two models; empty for one model, or more than five. */
    public List<StudyTable> pairs() {
        Map<String, List<Member>> models = models();
        List<String> names = List.copyOf(models.keySet());
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < names.size() && names.size() <= MOST_MODELS_IN_PAIRS; i++) {
            for (int j = i + 1; j < names.size(); j++) {
                rows.add(PairedTest.of(decisions(models.get(names.get(i))), decisions(models.get(names.get(j))))
                        .row(names.get(i), names.get(j), AccuracyTable.protocol(runs)));
            }
        }
        return rows.isEmpty() ? List.of() : List.of(PairedTest.table(rows));
    }

    private Map<String, List<Member>> models() {
        return members.stream().collect(Collectors.groupingBy(Member::model, LinkedHashMap::new, Collectors.toList()));
    }

    private static List<ClassificationResult> decisions(List<Member> some) {
        return some.stream().flatMap(member -> member.tests().values().stream()).toList();
    }

    /** The average on each test side. */
    private static List<ClassificationResult> together(List<Member> some) {
        Set<Set<String>> sides = some.get(0).tests().keySet();
        for (Member member : some) {
            if (!member.tests().keySet().equals(sides)) {
                throw new DataException("An ensemble needs members that were tested on the same tracks, but "
                        + some.get(0).name() + " and " + member.name()
                        + " were not; take runs with the same data and the same split.");
            }
        }
        return sides.stream()
                .map(side -> average(some.stream().map(m -> m.tests().get(side)).toList()))
                .toList();
    }

    /**
     * The mean of probabilities decides.
     *
     * @param runs decisions by track; all on the same tracks
     * @throws DataException if they know different classes
     */
    static ClassificationResult average(List<ClassificationResult> runs) {
        List<String> classes = runs.get(0).classNames();
        Map<String, List<Prediction>> tracks = new LinkedHashMap<>();
        for (ClassificationResult run : runs) {
            if (!run.classNames().equals(classes)) {
                throw new DataException("An ensemble averages over the same classes, but one run knows " + classes
                        + " and another " + run.classNames() + ".");
            }
            for (Prediction track : run.predictions()) {
                tracks.computeIfAbsent(track.track(), name -> new ArrayList<>()).add(track);
            }
        }
        List<Prediction> decided = new ArrayList<>();
        tracks.forEach((name, predictions) -> decided.add(average(name, predictions, classes.size())));
        return new ClassificationResult(classes, decided);
    }

    private static Prediction average(String name, List<Prediction> predictions, int classes) {
        List<Double> mean = new ArrayList<>();
        int best = 0;
        for (int c = 0; c < classes; c++) {
            double sum = 0;
            for (Prediction prediction : predictions) {
                sum += prediction.probabilities().get(c);
            }
            mean.add(sum / predictions.size());
            best = mean.get(c) > mean.get(best) ? c : best;
        }
        return new Prediction(name, predictions.get(0).truth(), best, mean);
    }

    private List<String> row(String name, Collection<ClassificationResult> tests, String paper) {
        Score score = Score.of(tests);
        ConfusionMatrix all = ConfusionMatrix.sum(
                tests.stream().map(ClassificationResult::confusion).toList());
        return List.of(
                name,
                score.spread(),
                score.counted(),
                score.intervalText(),
                share(all.macroPrecision()),
                share(all.macroRecall()),
                share(all.macroF1()),
                AccuracyTable.protocol(runs),
                paper);
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
