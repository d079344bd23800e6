package org.timbrel.training.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.timbrel.training.recipe.LayerSpec;
import org.timbrel.training.recipe.LayerType;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.RecipeException;

/**
 * What each piece of a CNN-LSTM is worth: Rai et al.'s three ablations. Without the LSTM, the convolutions' output is
 * flattened into the dense layer; with segments of 2 s, of which half overlap as before; without overlap.
 */
public final class Ablation implements StudyKind {
    private static final String FULL = "as published";
    private static final String NO_LSTM = "no LSTM, flattened into dense";
    private static final String SHORT = "2 s segments";
    private static final String NO_OVERLAP = "no overlap";

    private final RecipeSource source;
    private final int splits;

    /**
     * The full model and the three without a piece, each on the same splits.
     *
     * @param splits random ones; 0 for the split of the recipe
     */
    public Ablation(RecipeSource source, int splits) {
        this.source = source;
        this.splits = splits;
    }

    /** @throws RecipeException if the recipe has no recurrent layer to leave out */
    @Override
    public Study study() {
        List<Part> parts = new ArrayList<>();
        addParts(parts, FULL, false);
        addParts(parts, NO_LSTM, true);
        addParts(parts, SHORT, false, "features.segmentSeconds=2", "features.overlapSeconds=1");
        addParts(parts, NO_OVERLAP, false, "features.overlapSeconds=0");
        return new Study(
                "Ablation of " + source.name() + (splits == 0 ? "" : ": " + splits + " random splits by track"),
                List.of(
                        "The paper says \"about\" for its ablations, and its figures are of the full GTZAN, averaged over"
                                + " random splits: compare the differences, not the heights.",
                        "The overlap of the 2 s segments is not stated; here it is half, as with 4 s."),
                parts,
                Map.of(FULL, "94.5", NO_LSTM, "about 90", SHORT, "about 92", NO_OVERLAP, "about 92.5"));
    }

    /** The paper's table of genres is that of the full model. */
    @Override
    public List<StudyTable> tables(List<PartResult> results) {
        return ClassTable.of(results.stream()
                .filter(result -> result.part().row().equals(FULL))
                .toList());
    }

    private void addParts(List<Part> parts, String row, boolean noLstm, String... sets) {
        for (int seed = Math.min(1, splits); seed <= splits; seed++) {
            List<String> all = new ArrayList<>(List.of(sets));
            if (seed > 0) {
                all.addAll(List.of("split.kind=tracks", "split.seed=" + seed));
            }
            Recipe recipe = source.recipe(all.toArray(String[]::new));
            parts.add(new Part(row, seed == 0 ? row : row + ", split " + seed, noLstm ? withoutLstm(recipe) : recipe));
        }
    }

    private static Recipe withoutLstm(Recipe recipe) {
        List<LayerSpec> layers = new ArrayList<>();
        for (LayerSpec layer : recipe.model()) {
            if (layer.type() == LayerType.TO_SEQUENCE) {
                layers.add(new LayerSpec(LayerType.FLATTEN, "flatten1", Map.of(), 0));
            } else if (layer.type() != LayerType.LSTM && layer.type() != LayerType.GRU) {
                layers.add(layer);
            }
        }
        if (layers.size() == recipe.model().size() || recipe.takesSequences()) {
            throw new RecipeException(
                    "study ablation leaves out the recurrent part of a CNN-LSTM, but \"" + recipe.name()
                            + "\" has no convolutions with toSequence and lstm after them; take a recipe such as harmonynet.");
        }
        return recipe.withModel(layers);
    }
}
