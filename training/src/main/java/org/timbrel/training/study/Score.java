package org.timbrel.training.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.timbrel.training.metrics.ClassificationResult;
import org.timbrel.training.metrics.ConfusionMatrix;
import org.timbrel.training.metrics.Prediction;
import org.timbrel.training.metrics.WilsonInterval;
import org.timbrel.training.run.MetricsEvent;

/**
 * How often several runs were right.
 *
 * @param shares accuracy of each run, 0 to 1
 * @param correct decisions of all runs together that were right
 * @param total decisions of all runs together
 * @param times how often each track was tested; 0 if some more often than others, as by random splits
 */
record Score(List<Double> shares, long correct, long total, int times) {
    Score {
        shares = List.copyOf(shares);
    }

    /** Of tested runs. */
    static Score of(List<PartResult> tested, Function<MetricsEvent.Test, ConfusionMatrix> decided) {
        List<ConfusionMatrix> counts =
                tested.stream().map(r -> decided.apply(r.test().orElseThrow())).toList();
        return of(counts, times(tested));
    }

    /** Of a plain classifier on the splits of tested runs; runs that do not have it are passed over. */
    static Score of(List<PartResult> tested, String baseline) {
        List<PartResult> with = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        long correct = 0;
        long total = 0;
        for (PartResult result : tested) {
            for (MetricsEvent.Baseline found : result.baselines()) {
                if (found.name().equals(baseline)) {
                    long tracks = result.test().orElseThrow().byTrack().total();
                    with.add(result);
                    shares.add(found.accuracyTrack());
                    correct += Math.round(found.accuracyTrack() * tracks);
                    total += tracks;
                }
            }
        }
        return new Score(shares, correct, total, times(with));
    }

    /** Of decisions by track, one result a run. */
    static Score of(Collection<ClassificationResult> runs) {
        List<ConfusionMatrix> counts =
                runs.stream().map(ClassificationResult::confusion).toList();
        return of(counts, times(runs.stream().flatMap(run -> run.predictions().stream()
                .map(Prediction::track))));
    }

    private static Score of(List<ConfusionMatrix> counts, int times) {
        return new Score(
                counts.stream().map(ConfusionMatrix::accuracy).toList(),
                counts.stream().mapToLong(ConfusionMatrix::correct).sum(),
                counts.stream().mapToLong(ConfusionMatrix::total).sum(),
                times);
    }

    Sample sample() {
        return Sample.of(shares);
    }

    /** Mean in percent, with the deviation where there are several runs. */
    String spread() {
        Sample sample = sample();
        return sample.n() == 1
                ? String.format(Locale.ROOT, "%.1f", 100 * sample.mean())
                : String.format(Locale.ROOT, "%.1f ± %.1f", 100 * sample.mean(), 100 * sample.deviation());
    }

    /** Each run in percent. */
    String each() {
        return shares.stream()
                .map(share -> String.format(Locale.ROOT, "%.1f", 100 * share))
                .collect(Collectors.joining(" "));
    }

    /** All that was tested, each counted once, with the share of runs that were right; nothing if that can't be. */
    String counted() {
        return switch (times) {
            case 0 -> "";
            case 1 -> correct + " of " + total;
            default -> String.format(Locale.ROOT, "%.1f of %d", (double) correct / times, total / times);
        };
    }

    /**
     * Lower and upper end of the 95% interval, 0 to 1: Wilson's of all that was tested, each counted once, as runs of one
     * track are not independent; where some tracks were tested more often than others, Student's t of the mean.
     */
    double[] interval() {
        if (times > 0) {
            WilsonInterval wilson = WilsonInterval.of((double) correct / times, total / times);
            return new double[] {wilson.low(), wilson.high()};
        }
        Sample sample = sample();
        double half = sample.halfInterval();
        return new double[] {Math.max(0, sample.mean() - half), Math.min(1, sample.mean() + half)};
    }

    /** The interval in percent. */
    String intervalText() {
        double[] ends = interval();
        return String.format(Locale.ROOT, "%.1f to %.1f", 100 * ends[0], 100 * ends[1]);
    }

    private static int times(List<PartResult> runs) {
        return times(runs.stream().flatMap(run -> run.tested().stream()));
    }

    private static int times(Stream<String> tested) {
        Map<String, Integer> counts = new HashMap<>();
        tested.forEach(track -> counts.merge(track, 1, Integer::sum));
        Set<Integer> different = Set.copyOf(counts.values());
        return different.size() == 1 ? different.iterator().next() : 0;
    }
}
