package org.timbrel.training.report;

import java.util.ArrayList;
import java.util.List;
import org.timbrel.audio.feature.Feature;
import org.timbrel.audio.feature.StackedFeature;
import org.timbrel.training.data.FeatureExtractor;
import org.timbrel.training.recipe.FeatureSpec;
import org.timbrel.training.recipe.Recipe;

/**
 * Neighbouring values of a frame that are taken together, or a single one.
 *
 * @param kind which feature of a stack they belong to, from 0
 * @param name the feature's word and which of its values: "mfcc 3", "chroma C\u266f", "log-mel 0–31"
 * @param unit of the values; may be empty
 * @param first the first bin of the frame
 * @param end behind the last bin
 */
record BinGroup(int kind, String name, String unit, int first, int end) {
    /**
     * All values of a recipe's frame, in order.
     *
     * @param most groups of one kind
     */
    static List<BinGroup> of(Recipe recipe, int most) {
        FeatureSpec spec = recipe.features();
        if (spec.resize() != null) {
            return groups(0, "image row", List.of(), "", 0, spec.bins(), most);
        }
        Feature feature = new FeatureExtractor(recipe.data(), spec).feature();
        List<? extends Feature> parts = feature instanceof StackedFeature stack ? stack.parts() : List.of(feature);
        List<BinGroup> all = new ArrayList<>();
        int first = 0;
        for (int kind = 0; kind < parts.size(); kind++) {
            String unit = spec.normalize() == FeatureSpec.Normalize.NONE
                    ? parts.get(kind).unit()
                    : "scaled";
            int bins = parts.get(kind).bins();
            all.addAll(
                    groups(kind, spec.kinds().get(kind).word(), parts.get(kind).binNames(), unit, first, bins, most));
            first += bins;
        }
        return all;
    }

    private static List<BinGroup> groups(
            int kind, String word, List<String> names, String unit, int first, int bins, int most) {
        int count = Math.min(bins, most);
        List<BinGroup> groups = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) bins * i / count);
            int end = (int) ((long) bins * (i + 1) / count);
            String name = bins == 1 ? word : word + " " + name(names, from, end);
            groups.add(new BinGroup(kind, name, unit, first + from, first + end));
        }
        return groups;
    }

    private static String name(List<String> names, int from, int end) {
        if (end - from > 1) {
            return from + "–" + (end - 1);
        }
        return names.isEmpty() ? Integer.toString(from) : names.get(from);
    }
}
