package org.timbrel.audio.npy;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.timbrel.audio.feature.Frames;

/** NumPy's {@code .npy} files with one array of 32-bit floats, {@code (frames, bins)}: {@code numpy.load} reads them. */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final int FIXED_HEADER = 10;
    private static final int CHUNK = 1 << 16;
    private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([\\d,\\s]*)\\)");

    private Npy() {}

    /** Writes a file, replacing one that is there. */
    public static void write(Path file, Frames frames) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            write(out, frames);
        }
    }

    /** Writes format version 1.0, little-endian, in C order. The stream stays open. */
    public static void write(OutputStream out, Frames frames) throws IOException {
        String text = String.format(
                Locale.ROOT,
                "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }",
                frames.frames(),
                frames.bins());
        int length = FIXED_HEADER + text.length() + 1;
        int padding = (ALIGNMENT - length % ALIGNMENT) % ALIGNMENT;
        String header = text + " ".repeat(padding) + "\n";
        ByteBuffer start = ByteBuffer.allocate(FIXED_HEADER).order(ByteOrder.LITTLE_ENDIAN);
        start.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length());
        out.write(start.array());
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = frames.values();
        for (int at = 0; at < values.length; at += CHUNK / Float.BYTES) {
            int count = Math.min(CHUNK / Float.BYTES, values.length - at);
            chunk.clear().asFloatBuffer().put(values, at, count);
            out.write(chunk.array(), 0, count * Float.BYTES);
        }
    }

    /** Reads a file, as {@link #read(InputStream)}. */
    public static Frames read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return read(in);
        }
    }

    /**
     * Reads one array. A vector of n values becomes {@code (1, n)}.
     *
     * @throws IOException if it is not an array of 32-bit or 64-bit little-endian floats with one or two dimensions, in
     *     C order
     */
    public static Frames read(InputStream in) throws IOException {
        byte[] start = bytes(in, MAGIC.length + 2);
        for (int i = 0; i < MAGIC.length; i++) {
            if (start[i] != MAGIC[i]) {
                throw new IOException("this is not an NPY file: its first bytes are not those of one.");
            }
        }
        int sizeBytes = start[MAGIC.length] == 1 ? Short.BYTES : Integer.BYTES;
        ByteBuffer size = ByteBuffer.wrap(bytes(in, sizeBytes)).order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = sizeBytes == Short.BYTES ? Short.toUnsignedInt(size.getShort()) : size.getInt();
        String header = new String(bytes(in, headerLength), StandardCharsets.UTF_8);
        String type = field(TYPE, header);
        if (!field(ORDER, header).equals("False") || !(type.equals("<f4") || type.equals("<f8"))) {
            throw new IOException("an array of type <f4 or <f8 in C order is wanted, got " + header.strip() + ".");
        }
        int[] shape = shape(field(SHAPE, header));
        float[] values = values(in, Math.multiplyExact(shape[0], shape[1]), type.equals("<f8"));
        return new Frames(shape[0], shape[1], values);
    }

    private static float[] values(InputStream in, int count, boolean doubles) throws IOException {
        float[] values = new float[count];
        int width = doubles ? Double.BYTES : Float.BYTES;
        for (int at = 0; at < count; at += CHUNK) {
            int part = Math.min(CHUNK, count - at);
            ByteBuffer chunk = ByteBuffer.wrap(bytes(in, part * width)).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < part; i++) {
                values[at + i] = doubles ? (float) chunk.getDouble() : chunk.getFloat();
            }
        }
        return values;
    }

    private static int[] shape(String text) throws IOException {
        String[] sizes = text.strip().isEmpty() ? new String[0] : text.strip().split("\\s*,\\s*", 0);
        return switch (sizes.length) {
            case 1 -> new int[] {1, Integer.parseInt(sizes[0])};
            case 2 -> new int[] {Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1])};
            default -> throw new IOException("an array of one or two dimensions is wanted, got (" + text + ").");
        };
    }

    private static String field(Pattern pattern, String header) throws IOException {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new IOException("the NPY header is damaged: " + header.strip() + ".");
        }
        return matcher.group(1);
    }

    private static byte[] bytes(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the NPY file ends too early: " + count + " more bytes were wanted, " + bytes.length
                    + " are there.");
        }
        return bytes;
    }
}
