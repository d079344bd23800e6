package org.timbrel.training.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML text to a {@link Tree} whose every value knows its line. */
final class YamlReader {
    private final String source;
    private final boolean lines;
    private final int layer;

    private YamlReader(String source, boolean lines, int layer) {
        this.source = source;
        this.lines = lines;
        this.layer = layer;
    }

    /** A whole file: a mapping. */
    static Tree.Mapping file(String text, String name, int layer) {
        YamlReader reader = new YamlReader(name, true, layer);
        Tree tree = reader.compose(text);
        if (tree instanceof Tree.Mapping mapping) {
            return mapping;
        }
        throw new RecipeException(
                name + " is not a recipe: wanted keys such as \"model:\", but got " + tree.describe() + ".");
    }

    /** A value typed on the command line. */
    static Tree value(String text, String source, int layer) {
        return new YamlReader(source, false, layer).compose(text);
    }

    private Tree compose(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source)
                .setAllowRecursiveKeys(false)
                .build();
        try {
            Optional<Node> node = new Compose(settings).composeString(text);
            return node.map(n -> tree(n, place(n)))
                    .orElseGet(() -> new Tree.Scalar("", null, new Place(source, 0, layer)));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(0);
            throw new Place(source, lines ? line : 0, layer).error("not valid YAML: " + e.getProblem() + ".");
        } catch (YamlEngineException e) {
            throw new RecipeException(source + ": not valid YAML: " + e.getMessage());
        }
    }

    private Place place(Node node) {
        int line = node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
        return new Place(source, lines ? line : 0, layer);
    }

    private Tree tree(Node node, Place place) {
        if (node instanceof ScalarNode scalar) {
            return new Tree.Scalar(scalar.getValue(), scalarValue(scalar), place);
        }
        if (node instanceof SequenceNode sequence) {
            List<Tree> items = new ArrayList<>();
            sequence.getValue().forEach(item -> items.add(tree(item, place(item))));
            return new Tree.Sequence(items, place);
        }
        Map<String, Tree> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            Place at = place(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw at.error("a key must be a word.");
            }
            if (entries.put(key.getValue(), tree(tuple.getValueNode(), at)) != null) {
                throw at.error("the key \"" + key.getValue() + "\" stands here a second time; keep one.");
            }
        }
        return new Tree.Mapping(entries, place);
    }

    private static Object scalarValue(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        String text = scalar.getValue();
        try {
            if (tag.equals(Tag.NULL)) {
                return null;
            } else if (tag.equals(Tag.BOOL)) {
                return Boolean.valueOf(text);
            } else if (tag.equals(Tag.INT)) {
                return Long.valueOf(text);
            } else if (tag.equals(Tag.FLOAT)) {
                return Double.valueOf(text);
            }
        } catch (NumberFormatException e) {
            return text; // such as .nan: what asks for a number here says so
        }
        return text;
    }
}
