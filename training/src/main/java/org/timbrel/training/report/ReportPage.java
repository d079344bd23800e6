package org.timbrel.training.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.timbrel.training.metrics.ClassificationResult;
import org.timbrel.training.metrics.ConfusionMatrix;
import org.timbrel.training.metrics.Prediction;
import org.timbrel.training.metrics.WilsonInterval;
import org.timbrel.training.run.Environment;
import org.timbrel.training.run.MetricsEvent;
import org.timbrel.training.run.Provenance;
import org.timbrel.training.run.RunFolder;
import org.timbrel.training.run.SplitRecord;

/** Everything that the template of the report shows, worded and rounded. */
record ReportPage(
        String recipe,
        String status,
        String provenance,
        boolean leaky,
        Headline headline,
        List<Bar> bars,
        RunPictures.Drawn pictures,
        List<String> confusions,
        List<ClassRow> classes,
        Optional<ClassRow> macro,
        List<Mistake> mistakes,
        String moreMistakes,
        List<LayerRow> layers,
        String parameters,
        List<Pair> split,
        List<Pair> environment,
        List<EpochRow> epochs,
        String yaml,
        String command,
        Optional<String> resume) {

    private static final int MOST_MISTAKES = 12;
    private static final int MOST_CONFUSIONS = 3;

    /** The one figure at the top. */
    record Headline(String figure, String words, String interval) {}

    /** A bar from 0 to 100%, with an interval if {@code low} and {@code high} are given. */
    record Bar(String name, String figure, double width, Optional<Whisker> whisker, boolean ours) {}

    /** The ends of an interval in percent. */
    record Whisker(double left, double width) {}

    /** Precision, recall and F1 of a class, by track and by segment. */
    record ClassRow(String name, String support, List<String> track, List<String> segment) {}

    /** A track taken for something else. */
    record Mistake(String track, String truth, String predicted, String confidence, String probabilityOfTruth) {}

    /** A layer of the model. */
    record LayerRow(String layer, String output, String parameters) {}

    /** A name and what belongs to it. */
    record Pair(String name, String value) {}

    /** One epoch's figures. */
    record EpochRow(boolean best, List<String> cells) {}

    static ReportPage of(RunFolder folder, ModelTable model, RunEvents events, RunPictures.Drawn pictures)
            throws IOException {
        SplitRecord split = folder.readSplit();
        Environment environment = folder.readEnvironment();
        Optional<MetricsEvent.Test> test = events.test();
        Provenance provenance = test.map(MetricsEvent.Test::provenance).orElse(split.provenance());
        List<Prediction> wrong = test.isPresent() ? wrong(folder) : List.of();
        List<String> names = test.map(t -> t.byTrack().classNames()).orElse(List.of());
        return new ReportPage(
                model.recipe(),
                status(events),
                provenance.describe(),
                provenance.leaky(),
                headline(events),
                bars(events, model.recipe(), provenance.equals(split.provenance())),
                pictures,
                test.map(t -> confusions(t.byTrack())).orElse(List.of()),
                test.map(ReportPage::classRows).orElse(List.of()),
                test.map(ReportPage::macroRow),
                wrong.stream().limit(MOST_MISTAKES).map(p -> mistake(p, names)).toList(),
                wrong.size() > MOST_MISTAKES ? (wrong.size() - MOST_MISTAKES) + " more" : "",
                model.rows().stream()
                        .map(row -> new LayerRow(row.layer(), row.output(), Figures.count(row.parameters())))
                        .toList(),
                Figures.count(model.parameters()),
                splitRows(split),
                environmentRows(environment, events.epochs()),
                events.epochs().stream().map(ReportPage::epochRow).toList(),
                folder.readRecipe(),
                ShellWords.join(environment.commandLine()),
                events.stop().isPresent()
                        ? Optional.empty()
                        : Optional.of(ShellWords.join(
                                List.of("train", "--resume", folder.path().toString()))));
    }

    private static String status(RunEvents events) {
        if (events.stop().isPresent()) {
            MetricsEvent.Stop stop = events.stop().get();
            return "Training ended after epoch " + stop.epoch() + ": " + stop.reason() + ".";
        }
        int last = events.epochs().stream()
                .mapToInt(MetricsEvent.Epoch::epoch)
                .max()
                .orElse(0);
        return last == 0
                ? "Training has begun."
                : "Training goes on, or was interrupted: " + plural(last, "epoch") + " so far.";
    }

    private static Headline headline(RunEvents events) {
        if (events.test().isPresent()) {
            ConfusionMatrix tracks = events.test().get().byTrack();
            return new Headline(
                    Figures.percent(tracks.accuracy()),
                    "of the test tracks were recognised: " + tracks.correct() + " of " + tracks.total() + ".",
                    interval(tracks)
                            .map(i -> "95% interval " + Figures.percent(i.low()) + " to " + Figures.percent(i.high()))
                            .orElse("the test side is empty"));
        }
        return LearningCurves.best(events.epochs())
                .filter(best -> Double.isFinite(best.valAccuracy()))
                .map(best -> new Headline(
                        Figures.percent(best.valAccuracy()),
                        "of the validation segments were recognised at epoch " + best.epoch() + ", the best so far.",
                        "not tested yet"))
                .orElse(new Headline("–", "No validation or test yet.", ""));
    }

    private static Optional<WilsonInterval> interval(ConfusionMatrix tracks) {
        return tracks.total() == 0
                ? Optional.empty()
                : Optional.of(WilsonInterval.of(tracks.correct(), tracks.total()));
    }

    /** The baselines stand beside the model only where they were measured on the same split. */
    private static List<Bar> bars(RunEvents events, String recipe, boolean sameSplit) {
        List<Bar> bars = new ArrayList<>();
        events.test().ifPresent(test -> {
            ConfusionMatrix tracks = test.byTrack();
            Optional<Whisker> whisker =
                    interval(tracks).map(i -> new Whisker(100 * i.low(), 100 * (i.high() - i.low())));
            bars.add(bar(recipe + ", by track: mean of probabilities", tracks.accuracy(), whisker, true));
            bars.add(bar(
                    recipe + ", by track: majority vote", test.byTrackMajority().accuracy(), Optional.empty(), true));
            bars.add(bar(recipe + ", by segment", test.bySegment().accuracy(), Optional.empty(), true));
        });
        events.baselines().stream()
                .filter(baseline -> sameSplit)
                .sorted(Comparator.comparingDouble(MetricsEvent.Baseline::accuracyTrack)
                        .reversed())
                .forEach(b -> bars.add(bar(b.name() + ", by track", b.accuracyTrack(), Optional.empty(), false)));
        return bars;
    }

    private static Bar bar(String name, double accuracy, Optional<Whisker> whisker, boolean ours) {
        return new Bar(name, Figures.percent(accuracy), 100 * accuracy, whisker, ours);
    }

    /** The commonest confusions in words; single tracks are chance. */
    private static List<String> confusions(ConfusionMatrix matrix) {
        int n = matrix.classes();
        return IntStream.range(0, n * n)
                .boxed()
                .filter(cell -> cell / n != cell % n && matrix.count(cell / n, cell % n) > 1)
                .sorted(Comparator.comparingLong((Integer cell) -> -matrix.count(cell / n, cell % n)))
                .limit(MOST_CONFUSIONS)
                .map(cell -> matrix.classNames().get(cell / n) + " taken for "
                        + matrix.classNames().get(cell % n) + ": " + matrix.count(cell / n, cell % n) + " of "
                        + matrix.support(cell / n) + " tracks")
                .toList();
    }

    private static List<ClassRow> classRows(MetricsEvent.Test test) {
        return IntStream.range(0, test.byTrack().classes())
                .mapToObj(c -> new ClassRow(
                        test.byTrack().classNames().get(c),
                        Figures.count(test.byTrack().support(c)),
                        scores(test.byTrack(), c),
                        scores(test.bySegment(), c)))
                .toList();
    }

    private static List<String> scores(ConfusionMatrix m, int c) {
        return rounded(m.precision(c), m.recall(c), m.f1(c));
    }

    private static ClassRow macroRow(MetricsEvent.Test test) {
        ConfusionMatrix track = test.byTrack();
        ConfusionMatrix segment = test.bySegment();
        return new ClassRow(
                "mean over classes",
                Figures.count(track.total()),
                rounded(track.macroPrecision(), track.macroRecall(), track.macroF1()),
                rounded(segment.macroPrecision(), segment.macroRecall(), segment.macroF1()));
    }

    private static List<String> rounded(double precision, double recall, double f1) {
        return List.of(Figures.decimal(precision, 3), Figures.decimal(recall, 3), Figures.decimal(f1, 3));
    }

    private static List<Prediction> wrong(RunFolder folder) throws IOException {
        return folder.readPredictions().map(ReportPage::mistakes).orElse(List.of());
    }

    /** What was taken for something else, with the highest probability first. */
    static List<Prediction> mistakes(ClassificationResult tracks) {
        return tracks.predictions().stream()
                .filter(prediction -> !prediction.correct())
                .sorted(Comparator.comparingDouble(Prediction::confidence).reversed())
                .toList();
    }

    private static Mistake mistake(Prediction p, List<String> names) {
        return new Mistake(
                p.track(),
                names.get(p.truth()),
                names.get(p.predicted()),
                Figures.percent(p.confidence()),
                Figures.percent(p.probabilities().get(p.truth())));
    }

    private static List<Pair> splitRows(SplitRecord split) {
        return List.of(
                side("training", split.train()), side("validation", split.validation()), side("test", split.test()));
    }

    private static Pair side(String name, List<String> files) {
        return new Pair(
                name,
                plural(files.size(), "file") + ", list "
                        + SplitRecord.hash(files).substring(0, 12));
    }

    private static String plural(int count, String noun) {
        return Figures.count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    private static List<Pair> environmentRows(Environment e, List<MetricsEvent.Epoch> epochs) {
        List<Pair> rows = new ArrayList<>(List.of(
                new Pair("Timbrel", e.version()),
                new Pair("backend", e.backend() + ", " + e.device()),
                new Pair("threads", e.threads() + " of " + e.processors() + " processors"),
                new Pair("Java", e.jdk()),
                new Pair("system", e.os()),
                new Pair("heap", Figures.count(e.heapBytes() >> 20) + " MiB at most"),
                new Pair("begun", e.started().toString())));
        if (!epochs.isEmpty()) {
            double seconds =
                    epochs.stream().mapToDouble(MetricsEvent.Epoch::seconds).sum();
            double waited = epochs.stream()
                    .mapToDouble(epoch -> epoch.seconds() * epoch.dataWaitShare())
                    .sum();
            rows.add(new Pair(
                    "time",
                    Figures.duration(seconds) + " for " + plural(epochs.size(), "epoch") + ", "
                            + Figures.percent(waited / seconds) + " of it waiting for data"));
        }
        return rows;
    }

    private static EpochRow epochRow(MetricsEvent.Epoch e) {
        return new EpochRow(
                e.best(),
                List.of(
                        Integer.toString(e.epoch()),
                        Figures.count(e.step()),
                        Figures.decimal(e.trainLoss(), 4),
                        Figures.percent(e.trainAccuracy()),
                        Figures.decimal(e.valLoss(), 4),
                        Figures.percent(e.valAccuracy()),
                        Double.toString(e.learningRate()),
                        Figures.decimal(e.seconds(), 1)));
    }
}
