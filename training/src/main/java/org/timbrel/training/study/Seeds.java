package org.timbrel.training.study;

import java.util.List;
import java.util.stream.LongStream;
import org.timbrel.training.recipe.Recipe;

/**
 * The seeds that a recipe is trained with.
 *
 * @param count from the recipe's own seed on; not looked at where there is a list
 * @param list these and no others; empty for {@code count} of them
 */
public record Seeds(int count, List<Long> list) {
    /** The recipe's own seed. */
    public static final Seeds OWN = first(1);

    public Seeds {
        list = List.copyOf(list);
    }

    /** The recipe's own seed and those that follow it. */
    public static Seeds first(int count) {
        return new Seeds(count, List.of());
    }

    /** These, in this order. */
    public static Seeds of(List<Long> list) {
        return new Seeds(list.size(), list);
    }

    /** How many there are. */
    public int number() {
        return list.isEmpty() ? count : list.size();
    }

    /** Those that a recipe is trained with. */
    List<Long> of(Recipe recipe) {
        long own = recipe.training().seed();
        return list.isEmpty() ? LongStream.range(own, own + count).boxed().toList() : list;
    }
}
