package org.timbrel.training.recipe;

/** A choice that a recipe writes as one word; implemented by the enums of the language. */
public interface Word {
    /** The word as it stands in YAML, such as {@code log-mel}. */
    String word();
}
