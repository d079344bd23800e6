package org.timbrel.training.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.timbrel.training.recipe.LayerSpec;
import org.timbrel.training.recipe.LayerType;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.RecipeException;

/**
 * Table 1 of Chen, "Application of Deep Learning in Music Genre Classification": a search over hyper-parameters, each
 * varied with the others held. A CNN has its factors of convolution, a recurrent model its factors of recurrence.
 */
public final class ChenTable1 {
    private static final String TRIED = "tried";
    private static final String BEST = "best";

    private final RecipeSource source;
    private final boolean convolutions;
    private final boolean recurrent;
    private final List<Tuning.Line> lines = new ArrayList<>();

    private ChenTable1(RecipeSource source) {
        this.source = source;
        List<LayerType> types =
                source.recipe().model().stream().map(LayerSpec::type).toList();
        this.convolutions = types.contains(LayerType.CONV2D);
        this.recurrent = types.contains(LayerType.LSTM) || types.contains(LayerType.GRU);
    }

    /**
     * The table for a recipe of Chen's, or one that extends it.
     *
     * @throws RecipeException if it is none
     */
    public static Tuning of(RecipeSource source) {
        String paper = source.recipe().paper();
        if (paper == null || !paper.startsWith("Chen")) {
            throw new RecipeException(
                    "study tuning without --grid tries the values of Chen's Table 1, on chen-cnn, chen-rnn,"
                            + " chen-crnn or a recipe that extends one; for \"" + source.name()
                            + "\", write a grid and name it with --grid.");
        }
        return new ChenTable1(source).table();
    }

    private Tuning table() {
        lines.add(new Tuning.Line("", "as published", "", source.recipe()));
        if (convolutions && !recurrent) {
            lines.add(new Tuning.Line("", "'same' padding, all else as published", "", held()));
            layers();
            filters();
        }
        if (convolutions) {
            kernels();
        }
        if (recurrent) {
            cells();
            units();
        }
        dropout();
        sets("learning rate", "optimizer.learningRate", List.of("0.01", "0.001", "0.0001"), "0.001");
        sets("batch", "training.batch", List.of("16", "32", "64"), "32");
        segments();
        return new Tuning("Chen's Table 1 for " + source.name() + ", one factor at a time", words(), lines);
    }

    private List<String> words() {
        List<String> words = new ArrayList<>();
        words.add(
                "Chen's Table 1: each factor is varied with the others held. The paper's column says what it tried and what it"
                        + " found best, on the validation side of the full GTZAN.");
        if (convolutions && !recurrent) {
            words.add(
                    "With the listing's 'valid' padding, kernels of 5 x 5 and 7 x 7, 7 convolutions and segments of 1 s leave"
                            + " nothing for the last convolution; so all lines but the first have 'same' padding.");
            words.add(
                    "Not stated, and ours: the smaller filters (half as many), the sixth and seventh convolution (as the"
                            + " fifth, each after a pool), the share of overlap (half).");
        }
        return words;
    }

    /** What the lines vary: a CNN padded, so that every value fits. */
    private Recipe held(String... sets) {
        Recipe recipe = source.recipe(sets);
        return convolutions && !recurrent ? ConvolutionBlocks.same(recipe) : recipe;
    }

    private void add(String factor, String value, String paper, Recipe recipe) {
        lines.add(new Tuning.Line(factor, factor + ": " + value, paper, recipe));
    }

    private void layers() {
        for (int count : new int[] {3, 5, 7}) {
            add(
                    "convolutions",
                    String.valueOf(count),
                    count == 5 ? "best, about 85" : TRIED,
                    ConvolutionBlocks.count(held(), count));
        }
    }

    private void filters() {
        add("filters", "32-64-128-256-512", BEST, held());
        add("filters", "half as many", TRIED, ConvolutionBlocks.halfFilters(held()));
    }

    private void kernels() {
        for (int side : new int[] {3, 5, 7}) {
            add("kernel", side + " x " + side, side == 5 ? BEST : TRIED, ConvolutionBlocks.kernel(held(), side));
        }
    }

    private void cells() {
        for (String cell : List.of("lstm", "gru")) {
            for (boolean both : new boolean[] {false, true}) {
                String name = (both ? "bidirectional " : "") + cell.toUpperCase(Locale.ROOT);
                String paper = both && cell.equals("gru") ? "best, about 89" : TRIED;
                add(
                        "cell",
                        name,
                        paper,
                        held(
                                setting(cell),
                                "model." + cell + "1.bidirectional=" + both,
                                "model." + cell + "2.bidirectional=" + both));
            }
        }
    }

    /** The CRNN has GRU unless its setting says LSTM; the RNN the other way round. */
    private String setting(String cell) {
        return convolutions ? "settings.lstm=" + cell.equals("lstm") : "settings.gru=" + cell.equals("gru");
    }

    private void units() {
        String cell =
                source.recipe().model().stream().anyMatch(layer -> layer.type() == LayerType.GRU) ? "gru" : "lstm";
        for (String units : List.of("64", "128", "256")) {
            add(
                    "units",
                    units,
                    units.equals("128") ? BEST : TRIED,
                    held("model." + cell + "1.units=" + units, "model." + cell + "2.units=" + units));
        }
    }

    private void dropout() {
        for (String rate : List.of("0", "0.25", "0.5")) {
            Recipe recipe = recurrent && !rate.equals("0") ? held("settings.dropout=true") : held();
            add(
                    "dropout",
                    rate,
                    rate.equals("0.5") ? BEST : TRIED,
                    ConvolutionBlocks.dropout(recipe, Double.parseDouble(rate)));
        }
    }

    private void sets(String factor, String key, List<String> values, String best) {
        values.forEach(value -> add(factor, value, value.equals(best) ? BEST : TRIED, held(key + "=" + value)));
    }

    private void segments() {
        for (int seconds : new int[] {1, 3, 5}) {
            List<String> sets = new ArrayList<>(
                    List.of("features.segmentSeconds=" + seconds, "features.overlapSeconds=" + seconds / 2.0));
            Recipe own = source.recipe();
            if (own.features().frames() != null && own.features().segmentSeconds() != seconds) {
                int frames = seconds * own.data().sampleRate() / own.features().hop();
                sets.add("features.frames=" + frames);
            }
            add("segment", seconds + " s", seconds == 3 ? BEST : TRIED, held(sets.toArray(String[]::new)));
        }
    }
}
