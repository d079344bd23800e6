package org.timbrel.kernels.opencl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Programs that a driver has compiled, on disk: the next start loads them in milliseconds. A file is named by the hash of
 * everything that its contents depend on, and begins with the hash of its contents, so that a damaged one is told and made
 * again. Only speed depends on it: where nothing can be written, programs are compiled at every start.
 *
 * @param folder where the files lie
 */
record ProgramCache(Path folder) {
    private static final int HASH_BYTES = 32;

    /** In the user's folder for caches: {@code XDG_CACHE_HOME}, or {@code .cache} at home. */
    static ProgramCache ofUser() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return new ProgramCache(base.resolve("timbrel").resolve("opencl"));
    }

    /** The name of a program: a hash of source, options, device and driver. */
    static String key(String source, String options, OpenClDevice device) {
        String all =
                String.join("\0", source, options, device.name(), device.vendor(), device.version(), device.driver());
        return HexFormat.of().formatHex(hash(all.getBytes(StandardCharsets.UTF_8)));
    }

    /** The program of that name, if it is there and whole. */
    Optional<byte[]> get(String key) {
        try {
            byte[] file = Files.readAllBytes(file(key));
            byte[] program = Arrays.copyOfRange(file, Math.min(HASH_BYTES, file.length), file.length);
            boolean whole = Arrays.equals(file, 0, Math.min(HASH_BYTES, file.length), hash(program), 0, HASH_BYTES);
            return whole ? Optional.of(program) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Keeps a program, by a rename: another process sees all of it or nothing. */
    void put(String key, byte[] program) {
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, key, ".part");
            try {
                byte[] file = Arrays.copyOf(hash(program), HASH_BYTES + program.length);
                System.arraycopy(program, 0, file, HASH_BYTES, program.length);
                Files.write(part, file);
                Files.move(part, file(key), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            // The next start compiles again; there is nothing that the user could want to know now.
            return;
        }
    }

    private Path file(String key) {
        return folder.resolve(key + ".bin");
    }

    private static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
