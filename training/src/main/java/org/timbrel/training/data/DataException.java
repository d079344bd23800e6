package org.timbrel.training.data;

/** Data that cannot be trained on. The message is one or two sentences: what was found, what was wanted, what to do. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(message);
    }
}
