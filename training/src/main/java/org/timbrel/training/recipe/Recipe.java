package org.timbrel.training.recipe;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything a training run needs, resolved: defaults filled in, alternatives chosen, {@code --set} applied. Equal
 * recipes train equal models on equal data.
 *
 * @param name short name
 * @param title one line for people
 * @param paper where the model was published; null for a recipe of one's own
 * @param published the accuracy that the paper reports, from 0 to 1; null where there is none
 * @param model the layers, in order; the last gives logits
 */
public record Recipe(
        String name,
        String title,
        String paper,
        Double published,
        DataSpec data,
        SplitSpec split,
        FeatureSpec features,
        AugmentSpec augment,
        List<LayerSpec> model,
        LossSpec loss,
        OptimizerSpec optimizer,
        ScheduleSpec schedule,
        TrainingSpec training,
        EvaluationSpec evaluation) {

    public Recipe {
        model = List.copyOf(model);
    }

    /**
     * Whether the model is fed sequences, (N,T,F), or images with one channel, (N,T,F,1): what the first layer that is
     * particular about it takes.
     */
    public boolean takesSequences() {
        for (LayerSpec layer : model) {
            if (layer.type().input() != LayerType.Input.ANY) {
                return layer.type().input() == LayerType.Input.SEQUENCE;
            }
        }
        return false;
    }

    /** The same recipe with other layers. */
    public Recipe withModel(List<LayerSpec> layers) {
        return new Recipe(
                name,
                title,
                paper,
                published,
                data,
                split,
                features,
                augment,
                layers,
                loss,
                optimizer,
                schedule,
                training,
                evaluation);
    }

    /** YAML that says all of this recipe; {@link Recipes#parse} reads it to an equal recipe. */
    public String toYaml() {
        return RecipeWriter.write(this);
    }

    static Recipe read(Tree.Mapping tree, String fallbackName) {
        Set<String> known = new LinkedHashSet<>(Section.keys(Recipe.class));
        known.add("settings");
        Section recipe = Section.of(tree, "the recipe", known);
        DataSpec data = DataSpec.read(part(tree, "data"));
        SplitSpec split = SplitSpec.read(part(tree, "split"));
        FeatureSpec features = FeatureSpec.read(part(tree, "features"), data.sampleRate());
        AugmentSpec augment = AugmentSpec.read(part(tree, "augment"), split);
        if (split.leaky() && features.wholeTrack() && !augment.beforeSplit()) {
            throw SplitSpec.place(part(tree, "split"))
                    .error("split.kind: leaky leaks nothing where a track is one segment (features.wholeTrack); take"
                            + " tracks, or make variants before the split: augment.waveform.beforeSplit=true.");
        }
        String name = recipe.text("name", fallbackName);
        return new Recipe(
                name,
                recipe.text("title", name),
                recipe.text("paper", null),
                recipe.optionalNumber("published", Range.FRACTION),
                data,
                split,
                features,
                augment,
                ModelReader.read(tree),
                LossSpec.read(part(tree, "loss")),
                OptimizerSpec.read(part(tree, "optimizer")),
                ScheduleSpec.read(part(tree, "schedule"), split),
                TrainingSpec.read(part(tree, "training"), split),
                EvaluationSpec.read(part(tree, "evaluation")));
    }

    private static Tree part(Tree.Mapping recipe, String key) {
        Tree part = recipe.entries().get(key);
        return part == null ? new Tree.Mapping(Map.of(), recipe.place()) : part;
    }
}
