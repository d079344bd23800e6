package org.timbrel.training.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.timbrel.training.recipe.LayerSpec;
import org.timbrel.training.recipe.LayerType;
import org.timbrel.training.recipe.Recipe;

/** Changes of a CNN as a whole: each gives the recipe with other layers. */
final class ConvolutionBlocks {
    private ConvolutionBlocks() {}

    /** Every convolution padded to the size of its input; pools that no longer have two values leave a side alone. */
    static Recipe same(Recipe recipe) {
        return FittingPools.of(convolutions(recipe, layer -> with(layer, "padding", "same")));
    }

    /** Every convolution with a square kernel. */
    static Recipe kernel(Recipe recipe, int side) {
        return convolutions(recipe, layer -> with(layer, "kernel", List.of(side, side)));
    }

    /** Every convolution with half as many filters. */
    static Recipe halfFilters(Recipe recipe) {
        return convolutions(recipe, layer -> with(layer, "filters", Math.max(1, layer.integer("filters") / 2)));
    }

    /** Every dropout at one rate. */
    static Recipe dropout(Recipe recipe, double rate) {
        return recipe.withModel(recipe.model().stream()
                .map(layer -> layer.type() == LayerType.DROPOUT ? with(layer, "rate", rate) : layer)
                .toList());
    }

    /**
     * So many blocks, each a convolution and what stands before the next: the first ones; or all, and then the last one
     * again, with a pool before each repetition.
     *
     * @param recipe a CNN that is flattened after its last convolution
     */
    static Recipe count(Recipe recipe, int wanted) {
        List<LayerSpec> layers = recipe.model();
        int head = first(layers, LayerType.FLATTEN, 0);
        List<List<LayerSpec>> blocks = new ArrayList<>();
        for (int begin = first(layers, LayerType.CONV2D, 0); begin < head; ) {
            int end = Math.min(head, first(layers, LayerType.CONV2D, begin + 1));
            blocks.add(layers.subList(begin, end));
            begin = end;
        }
        if (wanted == blocks.size()) {
            return recipe;
        }
        List<LayerSpec> changed = new ArrayList<>(layers.subList(0, first(layers, LayerType.CONV2D, 0)));
        for (int i = 0; i < wanted; i++) {
            if (i >= blocks.size()) {
                changed.add(new LayerSpec(LayerType.MAX_POOL2D, "", Map.of("size", List.of(2, 2)), 0));
            }
            changed.addAll(blocks.get(Math.min(i, blocks.size() - 1)));
        }
        changed.addAll(layers.subList(head, layers.size()));
        return FittingPools.of(recipe.withModel(numbered(changed)));
    }

    private static int first(List<LayerSpec> layers, LayerType type, int from) {
        for (int i = from; i < layers.size(); i++) {
            if (layers.get(i).type() == type) {
                return i;
            }
        }
        return layers.size();
    }

    private static Recipe convolutions(Recipe recipe, UnaryOperator<LayerSpec> change) {
        return recipe.withModel(recipe.model().stream()
                .map(layer -> layer.type() == LayerType.CONV2D ? change.apply(layer) : layer)
                .toList());
    }

    private static LayerSpec with(LayerSpec layer, String key, Object value) {
        Map<String, Object> options = new LinkedHashMap<>(layer.options());
        options.put(key, value);
        return new LayerSpec(layer.type(), layer.name(), options, layer.line());
    }

    /** Names by type and running number, since repeated layers need names of their own. */
    private static List<LayerSpec> numbered(List<LayerSpec> layers) {
        Map<LayerType, Integer> counts = new TreeMap<>();
        return layers.stream()
                .map(layer -> new LayerSpec(
                        layer.type(),
                        layer.type().word() + counts.merge(layer.type(), 1, Integer::sum),
                        layer.options(),
                        layer.line()))
                .toList();
    }
}
