package org.timbrel.training.train;

/** Training reached a number that is not finite; the message says where that began and what is left. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DivergedException(String message) {
        super(message);
    }
}
