package org.timbrel.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.engine.backend.Precision;
import org.timbrel.engine.backend.reference.ReferenceBackend;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;

class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void bothPrecisionsComeBackToTheBit() throws IOException {
        double[] wide = {Math.PI, -0.0, Double.MIN_VALUE, 1e300};
        double[] narrow = {(float) Math.PI, Float.MIN_VALUE};
        Safetensors.Contents got = Safetensors.read(file(bytes(Map.of(
                "wide", new Safetensors.Entry(Precision.FLOAT64, Shape.of(2, 2), wide),
                "narrow", new Safetensors.Entry(Precision.FLOAT32, Shape.of(2), narrow),
                "one \"quoted\" number", new Safetensors.Entry(Precision.FLOAT32, Shape.of(), new double[] {3})))));
        assertArrayEquals(wide, got.tensors().get("wide").values());
        assertEquals(Shape.of(2, 2), got.tensors().get("wide").shape());
        assertEquals(Precision.FLOAT32, got.tensors().get("narrow").precision());
        assertArrayEquals(narrow, got.tensors().get("narrow").values());
        assertEquals(Shape.of(), got.tensors().get("one \"quoted\" number").shape());
        assertEquals(Map.of("epoch", "3"), got.metadata());
    }

    /** The bytes that the format's own description asks for. */
    @Test
    void aFileFromElsewhereIsRead() throws IOException {
        String header = "{\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]},"
                + "\"a\":{\"dtype\":\"F64\",\"shape\":[1,1],\"data_offsets\":[0,8]}}";
        ByteBuffer file = ByteBuffer.allocate(8 + header.length() + 16).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
        file.putDouble(0.1).putFloat(1.5f).putFloat(-2);
        Safetensors.Contents got = Safetensors.read(file(file.array()));
        assertArrayEquals(new double[] {0.1}, got.tensors().get("a").values());
        assertArrayEquals(new double[] {1.5, -2}, got.tensors().get("b").values());
    }

    @Test
    void aFileCutShortAnywhereIsRefusedByName() throws IOException {
        byte[] whole = bytes(Map.of("w", new Safetensors.Entry(Precision.FLOAT32, Shape.of(3), new double[3])));
        for (int length = 0; length < whole.length; length++) {
            Path file = file(Arrays.copyOf(whole, length));
            String message = assertThrows(IOException.class, () -> Safetensors.read(file), "cut to " + length)
                    .getMessage();
            assertTrue(message.contains(file.getFileName().toString()), message);
        }
    }

    @Test
    void aFileThatIsSomethingElseIsRefused() throws IOException {
        Path text = file("These are words, and no numbers at all.".getBytes(StandardCharsets.UTF_8));
        assertThrows(IOException.class, () -> Safetensors.read(text));
    }

    @Test
    void anotherModelsCheckpointChangesNothing() throws IOException {
        Tensor w = Tensor.parameter(new ReferenceBackend(), Shape.of(2), 1, 2);
        List<Parameter> model = List.of(new Parameter("layer.weight", w, true));
        refuse(model, "'layer.weight'", Map.of("other", entry(2)));
        refuse(model, "(3)", Map.of("layer.weight", entry(3)));
        refuse(model, "2 tensors", Map.of("layer.weight", entry(2), "other", entry(2)));
        assertArrayEquals(new double[] {1, 2}, w.toDoubles());
        Checkpoint.load(new Safetensors.Contents(Map.of("layer.weight", entry(2)), Map.of()), model);
        assertArrayEquals(new double[] {0, 0}, w.toDoubles());
    }

    private static void refuse(List<Parameter> model, String word, Map<String, Safetensors.Entry> tensors) {
        Safetensors.Contents contents = new Safetensors.Contents(tensors, Map.of());
        String message = assertThrows(IOException.class, () -> Checkpoint.load(contents, model))
                .getMessage();
        assertTrue(message.contains(word), message);
    }

    private static Safetensors.Entry entry(int n) {
        return new Safetensors.Entry(Precision.FLOAT64, Shape.of(n), new double[n]);
    }

    private static byte[] bytes(Map<String, Safetensors.Entry> tensors) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Safetensors.write(out, new Safetensors.Contents(tensors, Map.of("epoch", "3")));
        return out.toByteArray();
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("weights.safetensors"), bytes);
    }
}
