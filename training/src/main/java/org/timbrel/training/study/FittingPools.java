package org.timbrel.training.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.timbrel.training.recipe.LayerSpec;
import org.timbrel.training.recipe.LayerType;
import org.timbrel.training.recipe.Recipe;

/**
 * Lets a CNN run on images that are too small for all of its pools, such as one feature a frame: a pool leaves alone the
 * side that is already shorter than its window.
 */
final class FittingPools {
    private int time;
    private int frequency;

    private FittingPools(int time, int frequency) {
        this.time = time;
        this.frequency = frequency;
    }

    /** The recipe with its pools cut to what its features have; the same recipe if all fit. */
    static Recipe of(Recipe recipe) {
        int frames = recipe.features().segmentFrames(recipe.data().sampleRate());
        FittingPools image = new FittingPools(frames, recipe.features().bins());
        List<LayerSpec> layers = new ArrayList<>();
        for (LayerSpec layer : recipe.model()) {
            if (layer.type() == LayerType.CONV2D) {
                image.convolve(layer);
            }
            layers.add(layer.type() == LayerType.MAX_POOL2D ? image.pool(layer) : layer);
        }
        return recipe.withModel(layers);
    }

    private void convolve(LayerSpec layer) {
        int[] kernel = layer.pair("kernel");
        int[] stride = layer.pair("stride");
        boolean same = layer.text("padding").equals("same");
        time = (time - (same ? 1 : kernel[0])) / stride[0] + 1;
        frequency = (frequency - (same ? 1 : kernel[1])) / stride[1] + 1;
    }

    private LayerSpec pool(LayerSpec layer) {
        int[] size = layer.pair("size");
        int high = time < size[0] ? 1 : size[0];
        int wide = frequency < size[1] ? 1 : size[1];
        time /= high;
        frequency /= wide;
        Map<String, Object> options = new LinkedHashMap<>(layer.options());
        options.put("size", List.of(high, wide));
        return new LayerSpec(layer.type(), layer.name(), options, layer.line());
    }
}
