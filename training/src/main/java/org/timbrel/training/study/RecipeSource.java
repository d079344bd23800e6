package org.timbrel.training.study;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.Recipes;

/**
 * A recipe that a study varies.
 *
 * @param nameOrPath one that comes with the program, or a file
 * @param profiles laid over it
 * @param sets {@code key=value} each; a study's own come after them and win
 */
public record RecipeSource(String nameOrPath, List<String> profiles, List<String> sets) {
    public RecipeSource {
        profiles = List.copyOf(profiles);
        sets = List.copyOf(sets);
    }

    /** The recipe's own name. */
    public String name() {
        return recipe().name();
    }

    /** The accuracy that its paper reports, in percent; empty for a recipe of one's own, whatever it extends. */
    Optional<String> published() {
        Double share = recipe().published();
        return share == null || !Recipes.list().contains(nameOrPath)
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "%.1f", 100 * share));
    }

    /**
     * The recipe with further changes.
     *
     * @throws org.timbrel.training.recipe.RecipeException if it can't be so
     */
    public Recipe recipe(String... more) {
        return Recipes.load(nameOrPath, profiles, sets, List.of(more));
    }
}
