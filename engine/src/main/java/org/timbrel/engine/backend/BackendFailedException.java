package org.timbrel.engine.backend;

/** A device failed while it computed, or has too little memory; the message says what happened and what to do. */
public final class BackendFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BackendFailedException(String message) {
        super(message);
    }
}
