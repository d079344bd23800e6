package org.timbrel.engine.tensor;

/** Shapes that don't fit; the message says what was wanted, what was got and what to change. */
public final class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public ShapeException(String message) {
        super(message);
    }
}
