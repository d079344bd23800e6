package org.timbrel.training.recipe;

import java.util.function.DoublePredicate;

/** The numbers that a key takes, and the same in words for the message. NaN and infinity are in no range. */
record Range(String words, DoublePredicate holds) {
    static final Range POSITIVE = new Range("a number above 0", v -> v > 0);
    static final Range NOT_NEGATIVE = new Range("a number of 0 or more", v -> v >= 0);
    static final Range FRACTION = new Range("a number from 0 to below 1", v -> v >= 0 && v < 1);
    static final Range INSIDE_FRACTION = new Range("a number above 0 and below 1", v -> v > 0 && v < 1);
    static final Range FACTOR = new Range("a number above 0 and at most 1", v -> v > 0 && v <= 1);

    static Range atLeast(int minimum) {
        return new Range("a whole number of at least " + minimum, v -> v >= minimum);
    }

    boolean contains(double value) {
        return Double.isFinite(value) && holds.test(value);
    }
}
