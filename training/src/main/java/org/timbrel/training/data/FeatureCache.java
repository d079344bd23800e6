package org.timbrel.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Features on disk, by what the audio file contains and by the settings; moving or renaming files keeps them.
 *
 * <p>A cache file is little-endian: eight bytes {@code TIMBRELF}, then as 32-bit integers the segments, frames, bins and
 * the CRC-32C of the rest, then float32 values (segments, frames, bins). It is memory-mapped, so a large data set does
 * not fill the heap. Files are written beside their place and renamed: a reader never sees half a file.
 */
public final class FeatureCache {
    private static final byte[] MAGIC = "TIMBRELF".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = MAGIC.length + 4 * Integer.BYTES;

    private final Path folder;
    private final ContentHashes contents;

    /**
     * A cache in a folder, which is made when first written to.
     *
     * @param folder usually {@code .timbrel/cache}
     */
    public FeatureCache(Path folder) {
        this.folder = folder;
        this.contents = new ContentHashes(folder.resolve("contents.tsv"));
    }

    /**
     * The place of a file's features.
     *
     * @param fingerprint {@link FeatureExtractor#fingerprint}
     * @throws IOException if the audio file cannot be read
     */
    public Path place(Path audio, String fingerprint) throws IOException {
        String settings = ContentHashes.of(fingerprint.getBytes(StandardCharsets.UTF_8));
        return folder.resolve(settings).resolve(contents.of(audio) + ".f32");
    }

    /** The features at a place; nothing if there are none, or the file is damaged. */
    public Optional<FeatureBlock> load(Path place, int frames, int bins) {
        try (FileChannel channel = FileChannel.open(place, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < HEADER || size > Integer.MAX_VALUE) {
                return Optional.empty();
            }
            ByteBuffer file =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, size).order(ByteOrder.LITTLE_ENDIAN);
            byte[] magic = new byte[MAGIC.length];
            file.get(magic);
            int segments = file.getInt();
            boolean fits = MessageDigest.isEqual(magic, MAGIC)
                    && segments > 0
                    && file.getInt() == frames
                    && file.getInt() == bins
                    && size == HEADER + (long) segments * frames * bins * Float.BYTES;
            if (!fits || file.getInt() != checksum(file.slice(HEADER, (int) size - HEADER))) {
                return Optional.empty();
            }
            FloatBuffer values = file.slice(HEADER, (int) size - HEADER)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            return Optional.of(new FeatureBlock(segments, frames, bins, values));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Writes features to a place, whole or not at all.
     *
     * @throws UncheckedIOException if the disk is full or the folder cannot be written
     */
    public void store(Path place, FeatureBlock block) {
        int size = Math.multiplyExact(block.segments() * block.segmentSize(), Float.BYTES);
        ByteBuffer file = ByteBuffer.allocate(HEADER + size).order(ByteOrder.LITTLE_ENDIAN);
        file.slice(HEADER, size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .put(block.values().duplicate());
        file.put(MAGIC).putInt(block.segments()).putInt(block.frames()).putInt(block.bins());
        file.putInt(checksum(file.slice(HEADER, size)));
        try {
            write(place, file.array());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The feature cache " + folder + " cannot be written: " + IoReason.of(e)
                            + ". Free some space there, or choose another folder for it.",
                    e);
        }
    }

    private static void write(Path place, byte[] bytes) throws IOException {
        Path parent = place.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        Path temporary = Files.createTempFile(parent, "new", ".part");
        try {
            Files.write(temporary, bytes);
            Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
