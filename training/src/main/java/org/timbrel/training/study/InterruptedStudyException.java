package org.timbrel.training.study;

import java.nio.file.Path;

/** A study was asked to stop; its parts have saved their state, and the same study in the same folder goes on. */
public final class InterruptedStudyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InterruptedStudyException(Path folder, int finished, int parts) {
        super("The study was interrupted with " + finished + " of " + parts + " parts finished, and saved in " + folder
                + "; the same command with --out " + folder + " goes on with it.");
    }
}
