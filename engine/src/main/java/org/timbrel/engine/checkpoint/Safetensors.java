package org.timbrel.engine.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.timbrel.engine.backend.Precision;
import org.timbrel.engine.tensor.Shape;

/**
 * The safetensors format, which every framework reads: eight bytes with the length of a JSON header, the header (for each
 * tensor its type, shape and place), then the numbers, all little-endian. F32 and F64 are written and read.
 */
public final class Safetensors {
    private static final JsonFactory JSON = new JsonFactory();
    private static final long MAX_HEADER = 100_000_000;

    private Safetensors() {}

    /**
     * One tensor of a file.
     *
     * @param precision the format on disk
     * @param shape its shape
     * @param values its numbers, row-major; single precision widens without loss
     */
    public record Entry(Precision precision, Shape shape, double[] values) {
        private int bytes() {
            return shape.size() * width(precision);
        }
    }

    /**
     * All of a file.
     *
     * @param tensors by name, in the order of the file
     * @param metadata free words about it
     */
    public record Contents(Map<String, Entry> tensors, Map<String, String> metadata) {}

    private record Place(String name, Precision precision, Shape shape, long from, long to) {}

    /** Writes a whole file. */
    public static void write(OutputStream out, Contents contents) throws IOException {
        byte[] header = header(contents);
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.write(length.putLong(header.length).array());
        out.write(header);
        for (Entry entry : contents.tensors().values()) {
            ByteBuffer data = ByteBuffer.allocate(entry.bytes()).order(ByteOrder.LITTLE_ENDIAN);
            for (double value : entry.values()) {
                if (entry.precision() == Precision.FLOAT32) {
                    data.putFloat((float) value);
                } else {
                    data.putDouble(value);
                }
            }
            out.write(data.array());
        }
    }

    private static byte[] header(Contents contents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeObjectFieldStart("__metadata__");
            for (Map.Entry<String, String> word : contents.metadata().entrySet()) {
                json.writeStringField(word.getKey(), word.getValue());
            }
            json.writeEndObject();
            long offset = 0;
            for (Map.Entry<String, Entry> tensor : contents.tensors().entrySet()) {
                Entry entry = tensor.getValue();
                json.writeObjectFieldStart(tensor.getKey());
                json.writeStringField("dtype", entry.precision() == Precision.FLOAT32 ? "F32" : "F64");
                json.writeFieldName("shape");
                json.writeArray(entry.shape().toArray(), 0, entry.shape().rank());
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {offset, offset + entry.bytes()}, 0, 2);
                json.writeEndObject();
                offset += entry.bytes();
            }
            json.writeEndObject();
        }
        while (bytes.size() % Long.BYTES != 0) {
            bytes.write(' ');
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a whole file.
     *
     * @throws IOException if it can't be read or is not what it should be; the message names the file and the reason
     */
    public static Contents read(Path file) throws IOException {
        ByteBuffer data = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (data.remaining() < Long.BYTES) {
            throw damaged(file, "it is shorter than its header");
        }
        long headerLength = data.getLong();
        if (headerLength < 2 || headerLength > MAX_HEADER || headerLength > data.remaining()) {
            throw damaged(file, "its header can't be " + headerLength + " bytes long");
        }
        byte[] header = new byte[(int) headerLength];
        data.get(header);
        ByteBuffer numbers = data.slice().order(ByteOrder.LITTLE_ENDIAN);
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Place> places;
        try {
            places = places(header, metadata);
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(file, "its header can't be understood: " + e.getMessage());
        }
        Map<String, Entry> tensors = new LinkedHashMap<>();
        for (Place place : places) {
            tensors.put(place.name(), entry(file, numbers, place));
        }
        return new Contents(tensors, metadata);
    }

    private static Entry entry(Path file, ByteBuffer numbers, Place place) throws IOException {
        int width = width(place.precision());
        int size = place.shape().size();
        if (place.from() < 0 || place.to() > numbers.limit() || place.to() - place.from() != (long) size * width) {
            throw damaged(file, "tensor '" + place.name() + "' lies outside it");
        }
        ByteBuffer own = numbers.slice((int) place.from(), size * width).order(ByteOrder.LITTLE_ENDIAN);
        double[] values = new double[size];
        if (place.precision() == Precision.FLOAT32) {
            float[] floats = new float[size];
            own.asFloatBuffer().get(floats);
            for (int i = 0; i < size; i++) {
                values[i] = floats[i];
            }
        } else {
            own.asDoubleBuffer().get(values);
        }
        return new Entry(place.precision(), place.shape(), values);
    }

    private static List<Place> places(byte[] header, Map<String, String> metadata) throws IOException {
        List<Place> places = new ArrayList<>();
        try (JsonParser json = JSON.createParser(new String(header, StandardCharsets.UTF_8))) {
            expect(json, json.nextToken(), JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                expect(json, json.nextToken(), JsonToken.START_OBJECT);
                if (name.equals("__metadata__")) {
                    while (json.nextToken() == JsonToken.FIELD_NAME) {
                        metadata.put(json.currentName(), json.nextTextValue());
                    }
                } else {
                    places.add(place(name, json));
                }
            }
        }
        return places;
    }

    private static Place place(String name, JsonParser json) throws IOException {
        String type = "";
        long[] shape = {};
        long[] offsets = {};
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "dtype" -> type = json.getText();
                case "shape" -> shape = numbers(json);
                case "data_offsets" -> offsets = numbers(json);
                default -> json.skipChildren();
            }
        }
        if (!type.equals("F32") && !type.equals("F64")) {
            throw new IOException("tensor '" + name + "' has the type '" + type + "'; F32 and F64 are read");
        }
        if (offsets.length != 2) {
            throw new IOException("tensor '" + name + "' has no place");
        }
        int[] lengths = new int[shape.length];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = Math.toIntExact(shape[i]);
        }
        Precision precision = type.equals("F32") ? Precision.FLOAT32 : Precision.FLOAT64;
        return new Place(name, precision, Shape.of(lengths), offsets[0], offsets[1]);
    }

    private static long[] numbers(JsonParser json) throws IOException {
        expect(json, json.currentToken(), JsonToken.START_ARRAY);
        List<Long> numbers = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            numbers.add(json.getLongValue());
        }
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private static void expect(JsonParser json, JsonToken got, JsonToken wanted) throws IOException {
        if (got != wanted) {
            throw new IOException("wanted " + wanted + ", got " + got + " at byte "
                    + json.currentLocation().getCharOffset());
        }
    }

    private static int width(Precision precision) {
        return precision == Precision.FLOAT32 ? Float.BYTES : Double.BYTES;
    }

    private static IOException damaged(Path file, String why) {
        return new IOException(file + " is not a whole safetensors file: " + why);
    }
}
