package org.timbrel.audio.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.audio.feature.Frames;

class NpyTest {
    private static final Frames SMALL = new Frames(2, 3, new float[] {1, -2.5f, 3, 0, Float.MIN_VALUE, 1e30f});

    @TempDir
    private Path folder;

    @Test
    void bytesAreThoseOfTheFormat() throws IOException {
        byte[] bytes = written(SMALL);
        String header = new String(bytes, 10, 128 - 10, StandardCharsets.US_ASCII);
        assertEquals(128 + 6 * Float.BYTES, bytes.length);
        assertArrayEquals(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0}, Arrays.copyOf(bytes, 10));
        assertEquals("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", header.strip());
        assertTrue(header.endsWith("\n"));
        ByteBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(-2.5f, values.getFloat(128 + Float.BYTES));
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        for (Frames frames : List.of(SMALL, new Frames(0, 5, new float[0]), ramp(300, 257))) {
            Path file = folder.resolve("frames.npy");
            Npy.write(file, frames);
            assertSame(frames, Npy.read(file));
        }
    }

    @Test
    void namedArraysAreReadBackInOrder() throws IOException {
        Map<String, Frames> arrays = new LinkedHashMap<>();
        arrays.put("mel", SMALL);
        arrays.put("a", ramp(40, 13));
        Path file = folder.resolve("frames.npz");
        Npz.write(file, arrays);
        Map<String, Frames> read = Npz.read(file);
        assertEquals(List.of("mel", "a"), List.copyOf(read.keySet()));
        read.forEach((name, frames) -> assertSame(arrays.get(name), frames));
    }

    @Test
    void equalArraysMakeEqualArchives() throws IOException {
        Path first = folder.resolve("first.npz");
        Path second = folder.resolve("second.npz");
        Npz.write(first, Map.of("mel", SMALL));
        Npz.write(second, Map.of("mel", SMALL));
        assertEquals(-1, Files.mismatch(first, second));
    }

    @Test
    void doublesAndVectorsAreRead() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }";
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0}).putInt(header.length());
        bytes.put(header.getBytes(StandardCharsets.US_ASCII)).putDouble(0.5).putDouble(-4);
        assertSame(new Frames(1, 2, new float[] {0.5f, -4}), Npy.read(new ByteArrayInputStream(bytes.array())));
    }

    @Test
    void whatCannotBeReadIsSaid() throws IOException {
        byte[] good = written(SMALL);
        assertUnreadable("first bytes", "RIFF1234567".getBytes(StandardCharsets.US_ASCII));
        assertUnreadable("ends too early", Arrays.copyOf(good, good.length - 1));
        assertUnreadable("C order", replaced(good, "False", "True "));
        assertUnreadable("<f4", replaced(good, "<f4", "<i4"));
        assertUnreadable("dimensions", replaced(good, "(2, 3), }", "(1,2,3)}"));
        assertUnreadable("damaged", replaced(good, "shape", "shave"));
    }

    private static byte[] replaced(byte[] bytes, String from, String to) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace(from, to);
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] written(Frames frames) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Npy.write(out, frames);
        return out.toByteArray();
    }

    private static Frames ramp(int frames, int bins) {
        float[] values = new float[frames * bins];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 0.1f;
        }
        return new Frames(frames, bins, values);
    }

    private static void assertSame(Frames wanted, Frames actual) {
        assertEquals(wanted.frames(), actual.frames());
        assertEquals(wanted.bins(), actual.bins());
        assertArrayEquals(wanted.values(), actual.values());
    }

    private static void assertUnreadable(String part, byte[] bytes) {
        String message = assertThrows(IOException.class, () -> Npy.read(new ByteArrayInputStream(bytes)))
                .getMessage();
        assertTrue(message.contains(part), message);
    }
}
