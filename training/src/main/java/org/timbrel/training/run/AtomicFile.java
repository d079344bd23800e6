package org.timbrel.training.run;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Replaces a file as a whole: the new contents go to {@code NAME.tmp} beside it, reach the disk (fsync), and take the
 * name by a rename. Whoever reads the file sees the old contents or the new, never a part; a failure leaves the old.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /** What is to stand in the file. */
    @FunctionalInterface
    public interface Contents {
        /** Writes the contents; the stream is buffered, and is closed by the caller. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file or replaces it.
     *
     * @throws IOException with one sentence that names the file and the reason (disk full, no permission, no folder); the
     *     file is then as it was before
     */
    public static void write(Path file, Contents contents) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            // A stream, not a channel: a channel fails where the thread has been interrupted, as by Ctrl-C.
            try (FileOutputStream disk = new FileOutputStream(fresh.toFile());
                    OutputStream out = new BufferedOutputStream(disk, 1 << 16)) {
                contents.writeTo(out);
                out.flush();
                disk.getFD().sync();
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            forceFolder(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            deleteQuietly(fresh, e);
            throw failure(file, e);
        } catch (RuntimeException | Error e) {
            deleteQuietly(fresh, e);
            throw e;
        }
    }

    /** Writes a text as UTF-8. */
    public static void write(Path file, String text) throws IOException {
        write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The same failure as one sentence that names the file, the reason and a way out. */
    static IOException failure(Path file, IOException cause) {
        return new IOException("Could not write " + file + ": " + reason(cause), cause);
    }

    private static String reason(IOException e) {
        String message = e instanceof FileSystemException fs && fs.getReason() != null
                ? fs.getReason()
                : String.valueOf(e.getMessage());
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("not enough space") || lower.contains("quota")) {
            return "the disk is full; what stood there before is unchanged. Free some space and go on with --resume.";
        }
        if (e instanceof AccessDeniedException || lower.contains("permission denied")) {
            return "no permission; choose another folder with --out.";
        }
        if (lower.contains("read-only")) {
            return "the file system is read-only; choose another folder with --out.";
        }
        if (e instanceof NoSuchFileException || lower.contains("no such file")) {
            return "the folder does not exist.";
        }
        if (lower.contains("not a directory")) {
            return "a file stands where a folder is needed.";
        }
        return message + ".";
    }

    /** Makes the rename itself last through a power cut, on file systems where a folder can be opened and forced. */
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows cannot open a folder as a file; there the rename is journalled by the file system.
            return;
        }
    }

    private static void deleteQuietly(Path file, Throwable because) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }
}
