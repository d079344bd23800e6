package org.timbrel.training.run;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code split.json}: which files trained the model and which tested it. Each side carries the SHA-256 of its list (every
 * name followed by a line feed, UTF-8), so {@code jq -r '.train.files[]' split.json | sha256sum} shows the same, and two
 * runs can be seen to have the same split.
 *
 * @param provenance data, protocol and seed
 * @param train names of the files of the training side, relative to the data folder
 * @param validation of the validation side; may be empty
 * @param test of the test side
 */
public record SplitRecord(Provenance provenance, List<String> train, List<String> validation, List<String> test) {
    public SplitRecord {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
        test = List.copyOf(test);
    }

    /** The SHA-256 of a list of names, in hexadecimal. */
    public static String hash(List<String> names) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String name : names) {
                sha.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    String toJson() throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>(ProvenanceJson.write(provenance));
        fields.put("train", side(train));
        fields.put("validation", side(validation));
        fields.put("test", side(test));
        return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(fields) + "\n";
    }

    private static Map<String, Object> side(List<String> names) {
        Map<String, Object> side = new LinkedHashMap<>();
        side.put("count", names.size());
        side.put("sha256", hash(names));
        side.put("files", names);
        return side;
    }

    static SplitRecord fromJson(String text) throws IOException {
        JsonFields fields = JsonFields.parse(text);
        return new SplitRecord(
                ProvenanceJson.read(fields), side(fields, "train"), side(fields, "validation"), side(fields, "test"));
    }

    private static List<String> side(JsonFields fields, String name) throws IOException {
        JsonFields side = fields.object(name);
        List<String> files = side.texts("files");
        if (!side.text("sha256").equals(hash(files))) {
            throw new IOException("the hash of side \"" + name + "\" does not fit its files: the list was changed");
        }
        return files;
    }
}
