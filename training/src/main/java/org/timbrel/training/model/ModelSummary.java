package org.timbrel.training.model;

import java.util.List;
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
}
