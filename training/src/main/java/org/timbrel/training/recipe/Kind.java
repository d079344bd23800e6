package org.timbrel.training.recipe;

/** A word that says what a section is, and with that which keys it takes: the components of {@link #fields}. */
public interface Kind extends Word {
    /** The record that holds the keys of this kind. */
    Class<? extends Record> fields();
}
