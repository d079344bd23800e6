package org.timbrel.training.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.timbrel.training.data.FeatureSet;
import org.timbrel.training.data.TrackFeatures;
import org.timbrel.training.recipe.FeatureSpec;
import org.timbrel.training.recipe.Recipe;

/**
 * Pictures of what the features of all tracks are like: each track is one point, the mean of its features over time.
 *
 * @param kinds what the model hears, in words
 * @param note where the figures come from
 */
record FeatureStatistics(Recipe recipe, String kinds, String note, FeatureSet features) {
    /** Panels of a distribution; the fifth would be too narrow for its ticks. */
    private static final int PANELS = 4;
    /** Values that are drawn one by one; more are taken together. */
    private static final int MOST_SINGLE = 48;

    private static final int MOST_GROUPS = 16;

    static FeatureStatistics of(Recipe recipe, String data, FeatureSet features) {
        String kinds =
                recipe.features().kinds().stream().map(FeatureSpec.Type::word).collect(Collectors.joining(" + "));
        String note = data + " · " + Figures.count(features.tracks().size()) + " tracks, each as its mean over time";
        return new FeatureStatistics(recipe, kinds, note, features);
    }

    /** Those values, or groups of values, that tell the classes apart best, a panel each. */
    byte[] distribution() throws IOException {
        List<BinGroup> groups = groups(MOST_SINGLE, PANELS);
        double[][] means = means(groups);
        int[] labels =
                features.tracks().stream().mapToInt(t -> t.track().label()).toArray();
        int[] chosen = chosen(groups, means, labels);
        boolean all = chosen.length == groups.size();
        String which = all ? "" : " · shown are those that tell the classes apart best, by their F statistic";
        return FeatureDistribution.png(
                "Features by class: " + kinds,
                note + "; box: middle half, stroke: median" + which,
                features.classes(),
                labels,
                Arrays.stream(chosen)
                        .mapToObj(i -> new FeatureDistribution.Panel(
                                groups.get(i).name(), groups.get(i).unit()))
                        .toList(),
                Arrays.stream(means)
                        .map(row ->
                                Arrays.stream(chosen).mapToDouble(i -> row[i]).toArray())
                        .toArray(double[][]::new));
    }

    byte[] correlation() throws IOException {
        List<BinGroup> groups = groups(MOST_SINGLE, MOST_GROUPS);
        return CorrelationHeatMap.png(
                "Correlation of features: " + kinds,
                note + " · colour: Pearson's coefficient",
                groups.stream().map(BinGroup::name).toList(),
                means(groups));
    }

    /** Every value by itself where there are few, else {@code most} groups of each kind. */
    private List<BinGroup> groups(int single, int most) {
        return BinGroup.of(recipe, features.bins() <= single ? single : most);
    }

    /** One of each kind if there are several kinds, else the best of all; in the order of the groups. */
    private static int[] chosen(List<BinGroup> groups, double[][] means, int[] labels) {
        double[] separation = IntStream.range(0, groups.size())
                .mapToDouble(i -> ClassSeparation.f(
                        Arrays.stream(means).mapToDouble(row -> row[i]).toArray(), labels))
                .toArray();
        List<Integer> best = new ArrayList<>(IntStream.range(0, groups.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -separation[i]))
                .toList());
        boolean kinds = groups.stream().mapToInt(BinGroup::kind).distinct().count() > 1;
        if (kinds) {
            List<Integer> seen = new ArrayList<>();
            best.removeIf(i -> {
                boolean again = seen.contains(groups.get(i).kind());
                seen.add(groups.get(i).kind());
                return again;
            });
        }
        return best.stream().limit(PANELS).mapToInt(Integer::intValue).sorted().toArray();
    }

    /** (tracks, groups) */
    private double[][] means(List<BinGroup> groups) {
        return features.tracks().stream()
                .map(track -> {
                    double[] bins = meanOverTime(track);
                    return groups.stream()
                            .mapToDouble(g -> Arrays.stream(bins, g.first(), g.end())
                                    .average()
                                    .orElseThrow())
                            .toArray();
                })
                .toArray(double[][]::new);
    }

    private static double[] meanOverTime(TrackFeatures track) {
        int bins = track.block().bins();
        double[] mean = new double[bins];
        float[] segment = new float[track.block().segmentSize()];
        for (int s = 0; s < track.block().segments(); s++) {
            track.block().copySegment(s, segment, 0);
            for (int i = 0; i < segment.length; i++) {
                mean[i % bins] += segment[i];
            }
        }
        double frames = (double) track.block().segments() * track.block().frames();
        return Arrays.stream(mean).map(sum -> sum / frames).toArray();
    }
}
