package org.timbrel.training.data;

import java.io.IOException;
import java.nio.file.Path;

/** An audio file that gives no segment. */
public final class UnusableFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    public UnusableFileException(Path file, String reason) {
        super(file + " cannot be used: " + reason + ".");
        this.reason = reason;
    }

    /** Why, without the file's name and without full stop. */
    public String reason() {
        return reason;
    }
}
