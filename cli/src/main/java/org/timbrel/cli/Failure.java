package org.timbrel.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import org.timbrel.audio.decode.UnreadableAudioException;
import org.timbrel.engine.backend.BackendFailedException;
import org.timbrel.engine.backend.BackendUnavailableException;
import org.timbrel.training.data.DataException;
import org.timbrel.training.data.UnusableFileException;
import org.timbrel.training.recipe.RecipeException;
import org.timbrel.training.train.DivergedException;
import org.timbrel.training.train.InterruptedTrainingException;

/**
 * What an exception means to the user: the one place that says which exit code it has and in which words.
 *
 * @param code for the shell
 * @param message one sentence
 */
record Failure(ExitCode code, String message) {
    static Failure of(Throwable e) {
        if (e instanceof CommandException command) {
            return new Failure(command.code(), command.getMessage());
        } else if (e instanceof RecipeException) {
            return new Failure(ExitCode.USAGE, e.getMessage());
        } else if (e instanceof DataException
                || e instanceof UnreadableAudioException
                || e instanceof UnusableFileException) {
            return new Failure(ExitCode.BAD_DATA, e.getMessage());
        } else if (e instanceof DivergedException) {
            return new Failure(ExitCode.DIVERGED, e.getMessage());
        } else if (e instanceof InterruptedTrainingException) {
            return new Failure(ExitCode.INTERRUPTED, e.getMessage());
        } else if (e instanceof BackendUnavailableException || e instanceof BackendFailedException) {
            return new Failure(ExitCode.FAILED, e.getMessage());
        } else if (e instanceof UncheckedIOException unchecked) {
            return of(unchecked.getCause());
        } else if (e instanceof IOException io) {
            return new Failure(ExitCode.FAILED, words(io));
        } else if (e instanceof OutOfMemoryError) {
            return new Failure(
                    ExitCode.FAILED,
                    "the memory is used up (" + e.getMessage()
                            + "); give more with JDK_JAVA_OPTIONS=-Xmx8g, or take a smaller training.batch.");
        }
        return new Failure(
                ExitCode.FAILED,
                "this is an error of the program: " + e + "; the same command with --stacktrace shows where.");
    }

    /** The messages of the JDK's own exceptions are often no more than a file's name. */
    private static String words(IOException e) {
        String text = String.valueOf(e.getMessage());
        if (text.toLowerCase(Locale.ROOT).contains("no space left on device")) {
            return "the disk is full (" + text + "); free some space, or write to another folder with --out.";
        }
        if (!(e instanceof FileSystemException file)) {
            return text;
        }
        if (e instanceof NoSuchFileException) {
            return "there is no " + file.getFile() + ".";
        } else if (e instanceof AccessDeniedException) {
            return "there is no permission for " + file.getFile() + ".";
        } else if (e instanceof FileAlreadyExistsException) {
            return file.getFile() + " is there already, and is no folder.";
        } else if (e instanceof NotDirectoryException) {
            return file.getFile() + " is not a folder.";
        }
        return text;
    }
}
