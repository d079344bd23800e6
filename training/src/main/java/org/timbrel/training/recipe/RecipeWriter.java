package org.timbrel.training.recipe;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes a recipe as YAML: the components of its records are the keys. */
final class RecipeWriter {
    private final Dump block = new Dump(DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setWidth(1000)
            .build());
    private final Dump flow = new Dump(DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.FLOW)
            .setWidth(1000)
            .build());

    static String write(Recipe recipe) {
        return new RecipeWriter().text(recipe);
    }

    private String text(Recipe recipe) {
        StringBuilder text = new StringBuilder();
        fields(recipe).forEach((key, value) -> {
            if (key.equals("model")) {
                text.append("model:\n");
                recipe.model().forEach(layer -> text.append("  - ").append(layer(layer)));
            } else {
                text.append(block.dumpToString(Map.of(key, value)));
            }
        });
        return text.toString();
    }

    private String layer(LayerSpec layer) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("name", layer.name());
        options.putAll(layer.options());
        return layer.type().word() + ": " + flow.dumpToString(options);
    }

    private static Map<String, Object> fields(Record record) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (record instanceof Kinded kinded) {
            fields.put("kind", kinded.kind().word());
        }
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = value(component, record);
            if (value != null) {
                fields.put(component.getName(), plain(value));
            }
        }
        return fields;
    }

    private static Object plain(Object value) {
        if (value instanceof Word word) {
            return word.word();
        } else if (value instanceof LayerSpec) {
            return value;
        } else if (value instanceof Record record) {
            return fields(record);
        } else if (value instanceof List<?> list) {
            return list.stream().map(RecipeWriter::plain).toList();
        }
        return value;
    }

    private static Object value(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
