package org.timbrel.training.report;

import java.util.List;

/**
 * The layers of a model, as the report shows them.
 *
 * @param recipe the name of the recipe
 * @param rows from the input to the output
 */
public record ModelTable(String recipe, List<Row> rows) {
    public ModelTable {
        rows = List.copyOf(rows);
    }

    /**
     * One layer.
     *
     * @param layer its name and setting, such as "Conv2d 32 of 3x3"
     * @param output the shape of its output without the batch, such as "(86, 64, 32)"
     * @param parameters how many numbers it learns
     */
    public record Row(String layer, String output, long parameters) {}

    /** The parameters of all layers. */
    public long parameters() {
        return rows.stream().mapToLong(Row::parameters).sum();
    }
}
