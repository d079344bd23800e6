package org.timbrel.training.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What files contain, as the first half of their SHA-256. Kept in a file by name, size and time of the last change, so that
 * only files that are new or have changed are read: a data set is gigabytes, its features are on disk.
 *
 * <p>A line of the file is hash, size, time in nanoseconds and absolute path, joined by tabs; later lines count. A line that is
 * anything else, such as half of one, is passed over.
 */
final class ContentHashes {
    /** A file that changed a moment ago may change again without its time showing it: clocks of file systems are coarse. */
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final int HASH_BYTES = 16;
    private static final int FIELDS = 4;

    /** Size and time of a file, and what it contained then. */
    private record Known(String size, String time, String hash) {}

    private final Path file;
    private Map<String, Known> known;

    /** @param file where hashes are kept; it need not exist */
    ContentHashes(Path file) {
        this.file = file;
    }

    /** The hash of some bytes. */
    static String of(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The hash of what a file contains.
     *
     * @throws IOException if it cannot be read
     */
    String of(Path audio) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(audio, BasicFileAttributes.class);
        String path = audio.toAbsolutePath().normalize().toString();
        String size = Long.toString(attributes.size());
        long changed = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
        String time = Long.toString(changed);
        Known before = find(path);
        if (before != null && before.size().equals(size) && before.time().equals(time)) {
            return before.hash();
        }
        Known now = new Known(size, time, of(Files.readAllBytes(audio)));
        if (TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - changed > SETTLED_NANOS) {
            remember(path, now);
        }
        return now.hash();
    }

    private synchronized Known find(String path) throws IOException {
        if (known == null) {
            known = new HashMap<>();
            if (Files.exists(file)) {
                Files.readString(file).lines().forEach(this::take);
            }
        }
        return known.get(path);
    }

    private void take(String line) {
        String[] fields = line.split("\t", FIELDS);
        if (fields.length == FIELDS && fields[0].length() == 2 * HASH_BYTES) {
            known.put(fields[3], new Known(fields[1], fields[2], fields[0]));
        }
    }

    private synchronized void remember(String path, Known now) {
        if (path.indexOf('\n') >= 0) {
            return;
        }
        known.put(path, now);
        String line = String.join("\t", now.hash(), now.size(), now.time(), path) + "\n";
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            // Where the cache cannot be written its features still can be read; the next run only reads this file
            // again.
            return;
        }
    }
}
