package org.timbrel.training.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@code --set key=value}. Keys are paths: {@code training.batch}, {@code model.dropout1.rate},
 * {@code model[3].rate} (from 0, in the order of the file), {@code settings.batchNorm}, {@code augment.image.flip}. Values are YAML.
 */
final class SetOption {
    private static final Pattern LAYER = Pattern.compile("model(?:\\[(\\d+)]|\\.([^.\\[\\]]+))\\.([^.\\[\\]]+)");
    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9]*(\\.[A-Za-z][A-Za-z0-9]*){0,2}");

    private final String key;
    private final Tree value;

    private SetOption(String key, Tree value) {
        this.key = key;
        this.value = value;
    }

    static SetOption parse(String text, int layer) {
        String source = "--set " + text;
        int equals = text.indexOf('=');
        String key = equals < 0 ? "" : text.substring(0, equals).strip();
        if (!KEY.matcher(key).matches() && !LAYER.matcher(key).matches()) {
            throw new RecipeException(source
                    + ": wanted KEY=VALUE with a key such as training.batch, model.dropout1.rate or model[3].rate.");
        }
        return new SetOption(key, YamlReader.value(text.substring(equals + 1), source, layer));
    }

    /** All of {@code sets} laid over a recipe; the order of sets of different keys does not matter. */
    static Tree.Mapping apply(Tree.Mapping recipe, List<SetOption> sets) {
        Tree.Mapping result = recipe;
        for (SetOption set : sets) {
            Matcher layer = LAYER.matcher(set.key);
            result = layer.matches() ? set.onLayer(result, layer) : result.overlay(set.mapping(result));
        }
        return result;
    }

    private Tree.Mapping mapping(Tree.Mapping recipe) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            return new Tree.Mapping(Map.of(key, value), value.place());
        }
        Map<String, Tree> inner = new LinkedHashMap<>();
        String section = key.substring(0, dot);
        if (recipe.entries().get(section) instanceof Tree.Scalar word && word.value() != null) {
            inner.put("kind", word);
        }
        String rest = key.substring(dot + 1);
        int second = rest.indexOf('.');
        Tree below = second < 0 ? value : new Tree.Mapping(Map.of(rest.substring(second + 1), value), value.place());
        inner.put(second < 0 ? rest : rest.substring(0, second), below);
        return new Tree.Mapping(Map.of(section, new Tree.Mapping(inner, value.place())), value.place());
    }

    private Tree.Mapping onLayer(Tree.Mapping recipe, Matcher layer) {
        if (!(recipe.entries().get("model") instanceof Tree.Sequence model)) {
            throw value.place().error("the recipe has no list of layers to set it on.");
        }
        List<String> names = ModelReader.names(model);
        int index;
        if (layer.group(1) != null) {
            index = layer.group(1).length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(layer.group(1));
        } else {
            index = names.indexOf(layer.group(2));
            if (index < 0) {
                throw value.place()
                        .error("unknown layer \"" + layer.group(2) + "\"." + Nearest.hint(layer.group(2), names));
            }
        }
        if (index >= names.size()) {
            throw value.place()
                    .error("the model has " + names.size() + " layers, from model[0] to model[" + (names.size() - 1)
                            + "].");
        }
        List<Tree> items = new ArrayList<>(model.items());
        Tree item = items.get(index);
        Tree.Mapping options =
                ModelReader.options(item).overlay(new Tree.Mapping(Map.of(layer.group(3), value), item.place()));
        items.set(index, new Tree.Mapping(Map.of(ModelReader.word(item), options), item.place()));
        Tree.Sequence changed = new Tree.Sequence(items, model.place());
        return recipe.overlay(new Tree.Mapping(Map.of("model", changed), recipe.place()));
    }
}
