package org.timbrel.training.train;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.timbrel.engine.checkpoint.Checkpoint;
import org.timbrel.engine.checkpoint.Safetensors;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.training.data.DataException;
import org.timbrel.training.data.StandardScaler;
import org.timbrel.training.run.AtomicFile;

/**
 * {@code best.safetensors} and {@code last.safetensors}: the weights and, as metadata, what else is needed to use them
 * beside the recipe.
 *
 * @param classes names of the classes, in the order of the logits
 * @param scaler fitted on the training side
 * @param epoch that the weights come from
 */
public record ModelFile(List<String> classes, StandardScaler scaler, int epoch) {

    void save(Path file, Sequential model) throws IOException {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("format", "timbrel 1");
        words.put("model", model.name());
        words.put("epoch", Integer.toString(epoch));
        words.put("classes", JSON.std.asString(classes));
        words.put("scaler", JSON.std.asString(scaler.toJson()));
        Safetensors.Contents contents = Checkpoint.of(model.parameters(), words);
        AtomicFile.write(file, out -> Safetensors.write(out, contents));
    }

    /** What stands beside the weights of a file that {@link #save} wrote. */
    static ModelFile header(Path file, Safetensors.Contents contents) throws IOException {
        Map<String, String> words = contents.metadata();
        try {
            List<String> classes = JSON.std.listOfFrom(String.class, words.get("classes"));
            StandardScaler scaler = StandardScaler.fromJson(JSON.std.mapFrom(words.get("scaler")));
            return new ModelFile(classes, scaler, Integer.parseInt(words.get("epoch")));
        } catch (IOException | NumberFormatException | NullPointerException | DataException e) {
            throw new IOException(file + " has no classes and scaler in its metadata; was it written by timbrel?", e);
        }
    }
}
