package org.timbrel.training.recipe;

/** A recipe that cannot be read. The message is one or two sentences: where, what was wanted, what was got. */
public final class RecipeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RecipeException(String message) {
        super(message);
    }
}
