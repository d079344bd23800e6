package org.timbrel.training.recipe;

/**
 * Where a value was written.
 *
 * @param source the file's name, or the words {@code --set key=value}
 * @param line the line in the file, from 1; 0 for a source without lines
 * @param layer how late it came: a recipe that is extended, the recipe, a profile, {@code --set}, a study. Later
 *     ones win.
 */
record Place(String source, int line, int layer) {
    @Override
    public String toString() {
        return line == 0 ? source : source + ", line " + line;
    }

    RecipeException error(String sentence) {
        return new RecipeException(this + ": " + sentence);
    }
}
