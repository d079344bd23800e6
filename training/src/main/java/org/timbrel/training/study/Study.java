package org.timbrel.training.study;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A list of training runs that answer one question.
 *
 * @param title the question in a few words
 * @param words what a reader must know to read the table
 * @param parts in the order of the table; their labels differ
 * @param published a paper's own figure for a row, for the rows that have one
 */
public record Study(String title, List<String> words, List<Part> parts, Map<String, String> published) {
    public Study {
        words = List.copyOf(words);
        parts = List.copyOf(parts);
        published = Map.copyOf(published);
        Set<String> names = new HashSet<>();
        for (Part part : parts) {
            if (!names.add(part.folderName())) {
                throw new IllegalArgumentException("Two parts of the study are called \"" + part.label() + "\".");
            }
        }
    }
}
