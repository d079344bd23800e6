package org.timbrel.training.train;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.timbrel.training.run.AtomicFile;
import org.timbrel.training.run.RunFolder;

/**
 * {@code state/data.json}: where the data of a run were, so that it can be resumed and tested without saying it again.
 *
 * @param folder absolute path
 * @param name what the data are called
 */
record DataOrigin(Path folder, String name) {
    void save(RunFolder run) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("folder", folder.toString());
        fields.put("name", name);
        AtomicFile.write(file(run), JSON.std.asString(fields) + "\n");
    }

    static DataOrigin load(RunFolder run) throws IOException {
        try {
            Map<String, Object> fields = JSON.std.mapFrom(Files.readString(file(run)));
            return new DataOrigin(Path.of((String) fields.get("folder")), (String) fields.get("name"));
        } catch (IOException | ClassCastException | NullPointerException e) {
            throw new IOException(
                    "Could not read " + file(run) + ", which says where the run's data are: " + e.getMessage() + ".",
                    e);
        }
    }

    private static Path file(RunFolder run) {
        return run.state().resolve("data.json");
    }
}
