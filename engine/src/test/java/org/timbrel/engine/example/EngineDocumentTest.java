package org.timbrel.engine.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.testing.TestBackends;

/** docs/engine.md shows the example of this package, word for word, and it does what the document says. */
class EngineDocumentTest {
    @Test
    void documentHoldsTheExampleAsItStandsHere() throws IOException {
        String document = Files.readString(Path.of("../docs/engine.md"));
        String source = Files.readString(Path.of("src/test/java/org/timbrel/engine/example/Rings.java"));
        String example = source.substring(source.indexOf("/** Learns"));
        assertTrue(
                document.contains("```java\n" + example + "```\n"),
                "copy the class of Rings.java into the first java block of docs/engine.md");
    }

    @Test
    void exampleLearns() {
        for (Backend backend : TestBackends.open()) {
            try (backend) {
                long right = Rings.train(backend);
                assertTrue(right >= 195, backend.name() + " tells " + right + " of 200 right");
            }
        }
    }
}
