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
public final class Ablation {
    private static final String FULL = "as published";
    private static final String NO_LSTM = "no LSTM, flattened into dense";
    private static final String SHORT = "2 s segments";
    private static final String NO_OVERLAP = "no overlap";

    private Ablation() {}

    /**
     * The full model and the three without a piece, on the same split.
     *
     * @throws RecipeException if the recipe has no recurrent layer to leave out
     */
    public static Study of(RecipeSource source) {
        List<Part> parts = List.of(
                part(FULL, source.recipe()),
                part(NO_LSTM, withoutLstm(source.recipe())),
                part(SHORT, source.recipe("features.segmentSeconds=2", "features.overlapSeconds=1")),
                part(NO_OVERLAP, source.recipe("features.overlapSeconds=0")));
        return new Study(
                "Ablation of " + source.name(),
                List.of(
                        "The paper says \"about\" for its ablations, and its figures are of the full GTZAN, averaged over"
                                + " random splits: compare the differences, not the heights.",
                        "The overlap of the 2 s segments is not stated; here it is half, as with 4 s."),
                parts,
                Map.of(FULL, "94.5", NO_LSTM, "about 90", SHORT, "about 92", NO_OVERLAP, "about 92.5"));
    }

    private static Part part(String row, Recipe recipe) {
        return new Part(row, row, recipe);
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
