package org.timbrel.training.train;

import java.nio.file.Path;
import java.util.List;
import org.timbrel.training.recipe.Recipe;

/**
 * What to train, on what, and where to put it.
 *
 * @param recipe resolved
 * @param data folder with a folder a class
 * @param dataName what the data are called wherever a figure of them stands, unless the recipe names them
 * @param out run folder to make
 * @param place what computes, and where features are cached
 */
public record TrainingRequest(Recipe recipe, Path data, String dataName, Path out, Place place) {
    /**
     * What computes, and where features are cached.
     *
     * @param backend name of a backend, or {@code auto}
     * @param threads that compute; results don't depend on it
     * @param cache folder of computed features
     * @param version of the program
     * @param commandLine as it was typed
     */
    public record Place(String backend, int threads, Path cache, String version, List<String> commandLine) {
        public Place {
            commandLine = List.copyOf(commandLine);
        }
    }
}
