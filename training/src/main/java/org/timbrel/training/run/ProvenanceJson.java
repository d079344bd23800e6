package org.timbrel.training.run;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a {@link Provenance} in a JSON object. */
final class ProvenanceJson {
    private ProvenanceJson() {}

    static Map<String, Object> write(Provenance provenance) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("data", provenance.data());
        fields.put("protocol", provenance.protocol());
        fields.put("leaky", provenance.leaky());
        fields.put("seed", provenance.seed());
        return fields;
    }

    static Provenance read(JsonFields fields) throws IOException {
        return new Provenance(fields.text("data"), fields.text("protocol"), fields.flag("leaky"), fields.whole("seed"));
    }
}
