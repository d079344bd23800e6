package org.timbrel.training.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.timbrel.training.recipe.RecipeException;

/**
 * Keys of a recipe and the values to try. Read from a YAML file that maps a key, as {@code --set} takes it, to a list:
 *
 * <pre>{@code
 * optimizer.learningRate: [0.01, 0.001, 0.0001]
 * training.batch: [16, 32, 64]
 * }</pre>
 *
 * @param values by key, as YAML, in the order of the file
 */
public record Grid(Map<String, List<String>> values) {
    /** Reads a file; its errors name it and say what is wanted. */
    public static Grid read(Path file) {
        Object tree;
        try {
            tree = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
        } catch (IOException | YamlEngineException e) {
            String reason = Files.exists(file) ? "it is not valid YAML" : "there is no such file";
            throw new RecipeException("The grid " + file + " could not be read: " + reason + ".");
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        if (tree instanceof Map<?, ?> map) {
            map.forEach((key, list) -> values.put(String.valueOf(key), texts(file, key, list)));
        }
        if (values.isEmpty()) {
            throw new RecipeException("The grid " + file
                    + " must map keys of a recipe to lists of values, such as \"training.batch: [16, 32, 64]\".");
        }
        return new Grid(values);
    }

    private static List<String> texts(Path file, Object key, Object list) {
        if (!(list instanceof List<?> items) || items.isEmpty()) {
            throw new RecipeException("The grid " + file + ": \"" + key + "\" must be a list of values to try, such as"
                    + " [16, 32, 64], but is " + list + ".");
        }
        DumpSettings flow = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.FLOW)
                .setWidth(Integer.MAX_VALUE)
                .build();
        return items.stream()
                .map(item -> new Dump(flow).dumpToString(item).strip())
                .toList();
    }

    /** One factor at a time: each value of each key with all others as the recipe has them. */
    public Tuning oneAtATime(RecipeSource source) {
        List<Tuning.Line> lines = new ArrayList<>();
        lines.add(new Tuning.Line("", "as the recipe has it", "", source.recipe()));
        values.forEach((key, list) -> list.forEach(value -> lines.add(line(key, source, List.of(key + "=" + value)))));
        return new Tuning("Tuning of " + source.name() + ", one factor at a time", List.of(), lines);
    }

    /** Every combination. */
    public Tuning full(RecipeSource source) {
        List<List<String>> combinations = List.of(List.of());
        for (Map.Entry<String, List<String>> entry : values.entrySet()) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> combination : combinations) {
                for (String value : entry.getValue()) {
                    List<String> sets = new ArrayList<>(combination);
                    sets.add(entry.getKey() + "=" + value);
                    longer.add(sets);
                }
            }
            combinations = longer;
        }
        return new Tuning(
                "Tuning of " + source.name() + ", every combination",
                List.of(),
                combinations.stream().map(sets -> line("all", source, sets)).toList());
    }

    private static Tuning.Line line(String factor, RecipeSource source, List<String> sets) {
        return new Tuning.Line(factor, String.join(", ", sets), "", source.recipe(sets.toArray(String[]::new)));
    }
}
