package org.timbrel.training.train;

import java.nio.file.Path;

/** Training was asked to stop and has saved its state; it can be resumed. */
public final class InterruptedTrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InterruptedTrainingException(Path run, int epoch, int batch) {
        super("Training was interrupted in epoch " + epoch + " after batch " + batch + " and saved in " + run
                + "; go on with: timbrel train --resume " + run);
    }
}
