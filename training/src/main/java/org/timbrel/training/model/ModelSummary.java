package org.timbrel.training.model;

import java.util.List;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.training.report.ModelTable;

/** A model as a table of its layers. */
public final class ModelSummary {
    private ModelSummary() {}

    /** A row a layer: what it is, what comes out of it, how many parameters it has. */
    public static ModelTable table(Sequential model) {
        List<ModelTable.Row> rows = model.stages().stream()
                .map(stage -> new ModelTable.Row(
                        stage.layer().name() + ": " + stage.layer().describe(),
                        stage.output().toString(),
                        stage.parameterCount()))
                .toList();
        return new ModelTable(model.name(), rows);
    }

    /** How many numbers the optimizer moves: all but running statistics. */
    public static long trainable(Sequential model) {
        return model.parameters().stream()
                .filter(Parameter::trainable)
                .mapToLong(parameter -> parameter.value().shape().size())
                .sum();
    }
}
