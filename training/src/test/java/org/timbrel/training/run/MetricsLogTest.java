package org.timbrel.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.training.metrics.ConfusionMatrix;

class MetricsLogTest {
    private static final Provenance PROVENANCE = new Provenance("composed corpus", "split by track", false, 1L << 60);
    private static final ConfusionMatrix MATRIX =
            ConfusionMatrix.ofCounts(List.of("blues", "jazz"), new long[][] {{3, 1}, {0, 4}});
    private static final MetricsEvent BASELINE =
            new MetricsEvent.Baseline("majority class", OptionalDouble.of(0.5), 0.5);
    private static final MetricsEvent TEST = new MetricsEvent.Test(PROVENANCE, MATRIX, MATRIX, MATRIX);

    @TempDir
    Path folder;

    private Path file;
    private MetricsLog log;

    @BeforeEach
    void open() {
        file = folder.resolve("metrics.jsonl");
        log = new MetricsLog(file);
    }

    @Test
    void everyKindOfEventComesBack() throws IOException {
        List<MetricsEvent> events = List.of(
                BASELINE,
                new MetricsEvent.Baseline("linear", OptionalDouble.empty(), 0.1 + 0.2),
                new MetricsEvent.Validation(1, PROVENANCE, MATRIX),
                epoch(1),
                new MetricsEvent.Stop("early \"stopping\"\n", 1),
                TEST);
        for (MetricsEvent event : events) {
            log.append(event);
        }
        assertEquals(events, log.read());
        assertEquals(events.size(), Files.readAllLines(file).size());
    }

    @Test
    void numbersThatAreNotFiniteComeBackAndTheLineStaysJson() throws IOException {
        MetricsEvent.Epoch diverged = new MetricsEvent.Epoch(
                3, 7, Double.NaN, 0.1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.01, 1, 0, false);
        log.append(diverged);
        assertEquals(List.of(diverged), log.read());
        Map<String, Object> line = JSON.std.mapFrom(Files.readString(file));
        assertEquals("NaN", line.get("train_loss"));
        assertEquals("Infinity", line.get("val_loss"));
        assertEquals("-Infinity", line.get("val_accuracy"));
    }

    @Test
    void aTestLineHoldsTheFiguresForOtherReaders() throws IOException {
        log.append(TEST);
        Map<String, Object> line = JSON.std.mapFrom(Files.readString(file));
        Map<?, ?> track = (Map<?, ?>) line.get("track");
        assertEquals("test", line.get("kind"));
        assertEquals("split by track", line.get("protocol"));
        assertEquals(7.0 / 8, track.get("accuracy"));
        assertEquals(List.of(1.0, 0.8), track.get("precision"));
        assertEquals(List.of(0.75, 1.0), track.get("recall"));
        assertEquals(List.of(List.of(3, 1), List.of(0, 4)), track.get("confusion"));
    }

    @Test
    void noFileHasNoEvents() throws IOException {
        assertTrue(log.read().isEmpty());
    }

    @Test
    void anUnfinishedLastLineIsNotReadAndIsCutOffByTheNextEvent() throws IOException {
        log.append(epoch(1));
        Files.writeString(file, "{\"kind\":\"epo", StandardOpenOption.APPEND);
        assertEquals(List.of(epoch(1)), log.read());
        log.append(epoch(2));
        assertEquals(List.of(epoch(1), epoch(2)), log.read());
    }

    @Test
    void cuttingBackKeepsTheLinesUpToTheEpochToTheByte() throws IOException {
        log.append(BASELINE);
        log.append(new MetricsEvent.Validation(1, PROVENANCE, MATRIX));
        log.append(epoch(1));
        String kept = Files.readString(file);
        log.append(new MetricsEvent.Validation(2, PROVENANCE, MATRIX));
        log.append(epoch(2));
        log.append(new MetricsEvent.Stop("interrupted", 2));
        log.append(TEST);

        log.cutBackTo(1);
        assertEquals(kept, Files.readString(file));
        log.append(epoch(2));
        assertEquals(epoch(2), log.read().get(3));
    }

    @Test
    void cuttingBackToTheStartKeepsWhatCameBeforeTheFirstEpoch() throws IOException {
        log.cutBackTo(0);
        assertTrue(log.read().isEmpty());
        log.append(BASELINE);
        log.cutBackTo(0);
        assertEquals(List.of(BASELINE), log.read());
        log.append(new MetricsEvent.Validation(1, PROVENANCE, MATRIX));
        log.append(epoch(1));
        log.cutBackTo(0);
        assertEquals(List.of(BASELINE), log.read());
    }

    @Test
    void anEpochThatIsNotThereCannotBeGoneBackTo() throws IOException {
        log.append(epoch(1));
        String before = Files.readString(file);
        IOException e = assertThrows(IOException.class, () -> log.cutBackTo(2));
        assertTrue(e.getMessage().contains("ends at epoch 1"), e.getMessage());
        assertEquals(before, Files.readString(file));
    }

    @Test
    void aLineThatCannotBeReadIsNamed() throws IOException {
        log.append(epoch(1));
        Files.writeString(file, "{\"kind\":\"epoch\",\"epoch\":2}\n", StandardOpenOption.APPEND);
        IOException e = assertThrows(IOException.class, log::read);
        assertEquals("Could not read line 2 of " + file + ": field \"step\" is missing.", e.getMessage());

        Files.writeString(file, "not JSON\n");
        e = assertThrows(IOException.class, log::read);
        assertEquals("Could not read line 1 of " + file + ": this is no JSON object.", e.getMessage());

        Files.writeString(file, "{\"kind\":\"other\"}\n");
        e = assertThrows(IOException.class, log::read);
        assertTrue(e.getMessage().contains("\"other\" is no kind of event"), e.getMessage());
    }

    private static MetricsEvent.Epoch epoch(int number) {
        return new MetricsEvent.Epoch(number, 100L * number, 1.0 / 3, 0.5, 0.1, 0.25, 1e-4, 12.5, 0.01, number == 1);
    }
}
