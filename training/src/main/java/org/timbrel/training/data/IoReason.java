package org.timbrel.training.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why reading or writing failed, in words: the JDK's own message is often the path alone. */
final class IoReason {
    private IoReason() {}

    static String of(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission is denied";
        } else if (e instanceof NoSuchFileException) {
            return "there is no such file";
        } else if (e instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
