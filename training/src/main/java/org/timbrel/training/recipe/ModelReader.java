package org.timbrel.training.recipe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the section {@code model}: a list of layers, of which some stand only when a setting is true, or not. */
final class ModelReader {
    private static final String NOT = "not ";

    private final Map<String, Boolean> settings;
    private final Set<String> usedSettings = new LinkedHashSet<>();

    private ModelReader(Map<String, Boolean> settings) {
        this.settings = settings;
    }

    /** The layers that the settings leave standing. */
    static List<LayerSpec> read(Tree.Mapping recipe) {
        Tree tree = recipe.entries().get("model");
        if (!(tree instanceof Tree.Sequence sequence) || sequence.items().isEmpty()) {
            Place place = tree == null ? recipe.place() : tree.place();
            throw place.error(
                    "model must be a list of layers, but is " + (tree == null ? "missing" : tree.describe()) + ".");
        }
        Tree.Mapping settings = settings(recipe);
        Map<String, Boolean> values = new LinkedHashMap<>();
        Section section = Section.of(settings, "settings", settings.entries().keySet());
        settings.entries().keySet().forEach(key -> values.put(key, section.flag(key, false)));
        ModelReader reader = new ModelReader(values);
        List<LayerSpec> layers = reader.layers(sequence);
        for (String key : values.keySet()) {
            boolean ofReplacedModel =
                    section.place(key).layer() < sequence.place().layer();
            if (!reader.usedSettings.contains(key) && !ofReplacedModel) {
                throw section.place(key)
                        .error("no layer asks for the setting \"" + key + "\"."
                                + (reader.usedSettings.isEmpty()
                                        ? " The model has no layer with \"when\"."
                                        : Nearest.hint(key, reader.usedSettings)));
            }
        }
        return layers;
    }

    private static Tree.Mapping settings(Tree.Mapping recipe) {
        Tree tree = recipe.entries().get("settings");
        if (tree == null) {
            return new Tree.Mapping(Map.of(), recipe.place());
        }
        if (tree instanceof Tree.Mapping mapping) {
            return mapping;
        }
        throw tree.place()
                .error("settings must be a mapping of names to true or false, but is " + tree.describe() + ".");
    }

    /** The names of all layers, in order, those that settings leave out included. */
    static List<String> names(Tree.Sequence model) {
        Map<String, Integer> seen = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (Tree item : model.items()) {
            String word = word(item);
            int number = seen.merge(word, 1, Integer::sum);
            boolean named = options(item).entries().get("name") instanceof Tree.Scalar scalar && scalar.value() != null;
            names.add(named ? ((Tree.Scalar) options(item).entries().get("name")).text() : word + number);
        }
        return names;
    }

    /** The type that a layer names. */
    static String word(Tree item) {
        if (item instanceof Tree.Scalar scalar && scalar.value() instanceof String) {
            return scalar.text();
        }
        if (item instanceof Tree.Mapping mapping && mapping.entries().size() == 1) {
            return mapping.entries().keySet().iterator().next();
        }
        throw item.place()
                .error("a layer must be a word, such as relu, or one key with its options, such as"
                        + " \"dropout: {rate: 0.3}\", but is " + item.describe() + ".");
    }

    /** The options of a layer; empty when it is a word alone. */
    static Tree.Mapping options(Tree item) {
        if (item instanceof Tree.Mapping mapping) {
            Tree value = mapping.entries().get(word(item));
            if (value instanceof Tree.Mapping options) {
                return options;
            }
            if (!(value instanceof Tree.Scalar scalar) || scalar.value() != null) {
                throw value.place()
                        .error(word(item) + " must be followed by options in braces, but by " + value.describe() + ".");
            }
        }
        return new Tree.Mapping(Map.of(), item.place());
    }

    private List<LayerSpec> layers(Tree.Sequence model) {
        List<String> names = names(model);
        List<LayerSpec> layers = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Tree item = model.items().get(i);
            if (names.indexOf(names.get(i)) < i) {
                throw item.place().error("a second layer is named \"" + names.get(i) + "\"; names must differ.");
            }
            LayerType type = type(item);
            Section section = Section.of(options(item), "model." + names.get(i), type.keys());
            Map<String, Object> options = new LinkedHashMap<>();
            type.options().forEach(o -> options.put(o.key(), o.read().apply(section, o.key())));
            if (stands(section)) {
                layers.add(
                        new LayerSpec(type, names.get(i), options, item.place().line()));
            }
        }
        if (layers.isEmpty()) {
            throw model.place().error("model has no layer left with these settings.");
        }
        return layers;
    }

    private static LayerType type(Tree item) {
        String word = word(item);
        for (LayerType type : LayerType.values()) {
            if (type.word().equals(word)) {
                return type;
            }
        }
        if (word.equals("softmax")) {
            throw item.place()
                    .error(
                            "no softmax stands in a model: the last layer gives logits, and the loss takes them; leave it"
                                    + " out.");
        }
        throw item.place().error("unknown layer \"" + word + "\"." + Nearest.hint(word, LayerType.words()));
    }

    private boolean stands(Section layer) {
        String condition = layer.text("when", null);
        if (condition == null) {
            return true;
        }
        boolean wanted = !condition.startsWith(NOT);
        String setting = wanted ? condition : condition.substring(NOT.length()).strip();
        usedSettings.add(setting);
        if (!settings.containsKey(setting)) {
            throw layer.place("when")
                    .error("unknown setting \"" + setting + "\"."
                            + (settings.isEmpty()
                                    ? " The recipe has no \"settings\"."
                                    : Nearest.hint(setting, settings.keySet())));
        }
        return settings.get(setting) == wanted;
    }
}
