package org.timbrel.training.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.commons.statistics.inference.BinomialTest;
import org.apache.commons.statistics.inference.TTest;
import org.timbrel.training.data.DataException;
import org.timbrel.training.metrics.ClassificationResult;
import org.timbrel.training.metrics.Prediction;

/**
 * Are two models different? A paired, two-tailed t-test on the accuracy of each track (Chen, section on significance),
 * over the tracks that both were tested on. A track that several runs tested counts once, with the share of runs that
 * were right.
 *
 * @param tracks that both were tested on
 * @param first accuracy of the first model on them
 * @param second accuracy of the second
 * @param t the statistic; its sign is that of {@code first - second}; NaN if no track tells the models apart
 * @param p the chance of a difference at least so large if there is none; 1 if no track tells the models apart
 * @param mcNemar p of McNemar's exact test; only where each track was tested once by each model
 */
public record PairedTest(int tracks, double first, double second, double t, double p, OptionalDouble mcNemar) {
    /**
     * Compares two models.
     *
     * @param first decisions by track of one run or several
     * @throws DataException if they share fewer than two tracks
     */
    public static PairedTest of(List<ClassificationResult> first, List<ClassificationResult> second) {
        Map<String, List<Boolean>> left = byTrack(first);
        Map<String, List<Boolean>> right = byTrack(second);
        List<String> both = left.keySet().stream().filter(right::containsKey).toList();
        if (both.size() < 2) {
            throw new DataException(
                    "A paired test needs at least two tracks that both models were tested on, but there "
                            + (both.size() == 1 ? "is 1" : "are none")
                            + "; train both on the same data and the same split.");
        }
        double[] a = both.stream().mapToDouble(track -> share(left.get(track))).toArray();
        double[] b = both.stream().mapToDouble(track -> share(right.get(track))).toArray();
        boolean once = both.stream()
                .allMatch(
                        track -> left.get(track).size() == 1 && right.get(track).size() == 1);
        OptionalDouble mcNemar = once ? OptionalDouble.of(mcNemar(a, b)) : OptionalDouble.empty();
        if (constantDifference(a, b)) {
            return new PairedTest(a.length, mean(a), mean(b), Double.NaN, a[0] == b[0] ? 1 : 0, mcNemar);
        }
        TTest.Result result = TTest.withDefaults().pairedTest(a, b);
        return new PairedTest(a.length, mean(a), mean(b), result.getStatistic(), result.getPValue(), mcNemar);
    }

    /** The figures as one line of {@link #table}. */
    public List<String> row(String firstName, String secondName, String protocol) {
        return List.of(
                firstName + " against " + secondName,
                String.valueOf(tracks),
                percent(first),
                percent(second),
                String.format(Locale.ROOT, "%+.1f", 100 * (first - second)),
                Double.isNaN(t) ? "–" : String.format(Locale.ROOT, "%.3f", t),
                String.format(Locale.ROOT, "%.3g", p),
                mcNemar.isPresent() ? String.format(Locale.ROOT, "%.3g", mcNemar.getAsDouble()) : "–",
                protocol);
    }

    /** Lines of tests under their names. */
    public static StudyTable table(List<List<String>> rows) {
        return new StudyTable(
                "Paired two-tailed t-test over tracks.",
                List.of(
                        "",
                        "tracks",
                        "first, %",
                        "second, %",
                        "difference, points",
                        "t",
                        "p",
                        "McNemar's exact p",
                        "data and protocol"),
                rows);
    }

    private static Map<String, List<Boolean>> byTrack(List<ClassificationResult> runs) {
        Map<String, List<Boolean>> tracks = new TreeMap<>();
        for (ClassificationResult run : runs) {
            for (Prediction track : run.predictions()) {
                tracks.computeIfAbsent(track.track(), name -> new ArrayList<>()).add(track.correct());
            }
        }
        return tracks;
    }

    private static double share(List<Boolean> right) {
        return (double) right.stream().filter(r -> r).count() / right.size();
    }

    private static double mcNemar(double[] a, double[] b) {
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int i = 0; i < a.length; i++) {
            onlyFirst += a[i] > b[i] ? 1 : 0;
            onlySecond += b[i] > a[i] ? 1 : 0;
        }
        int differ = onlyFirst + onlySecond;
        return differ == 0
                ? 1
                : BinomialTest.withDefaults().test(differ, onlyFirst, 0.5).getPValue();
    }

    /** Then the t-test divides by zero. */
    private static boolean constantDifference(double[] a, double[] b) {
        for (int i = 1; i < a.length; i++) {
            if (a[i] - b[i] != a[0] - b[0]) {
                return false;
            }
        }
        return true;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}
