package org.timbrel.training.study;

import java.util.Locale;
import org.timbrel.training.recipe.Recipe;

/**
 * One training run of a study.
 *
 * @param row the line of the table that it counts for, such as "no LSTM"; parts of one row are averaged
 * @param label what tells it from all other parts, such as "no LSTM, fold 1 of 5"
 * @param recipe resolved
 */
public record Part(String row, String label, Recipe recipe) {
    /** The label as the name of a folder: lower-case letters and digits. */
    String folderName() {
        return label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-").replaceAll("^-|-$", "");
    }
}
