package org.timbrel.training.run;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.timbrel.training.metrics.ConfusionMatrix;

/**
 * Events as lines of JSON. A number that is not finite, which JSON can't hold, is the string "NaN", "Infinity" or
 * "-Infinity" (as in Protocol Buffers' JSON mapping) and comes back as it was.
 *
 * <p>Accuracy, precision, recall and F1 stand in the line for whoever reads the file; what is read back is the confusion
 * matrix, from which they follow.
 */
final class MetricsJson {
    private MetricsJson() {}

    static String write(MetricsEvent event) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        if (event instanceof MetricsEvent.Epoch e) {
            writeEpoch(line, e);
        } else if (event instanceof MetricsEvent.Validation v) {
            line.put("kind", "validation");
            line.put("epoch", v.epoch());
            line.putAll(ProvenanceJson.write(v.provenance()));
            line.put("classes", v.bySegment().classNames());
            line.put("segment", scores(v.bySegment()));
        } else if (event instanceof MetricsEvent.Baseline b) {
            line.put("kind", "baseline");
            line.put("name", b.name());
            b.accuracySegment().ifPresent(accuracy -> line.put("accuracy_segment", accuracy));
            line.put("accuracy_track", b.accuracyTrack());
        } else if (event instanceof MetricsEvent.Test t) {
            line.put("kind", "test");
            line.putAll(ProvenanceJson.write(t.provenance()));
            line.put("classes", t.bySegment().classNames());
            line.put("segment", scores(t.bySegment()));
            line.put("track", scores(t.byTrack()));
            line.put("track_majority", scores(t.byTrackMajority()));
        } else if (event instanceof MetricsEvent.Stop s) {
            line.put("kind", "stop");
            line.put("reason", s.reason());
            line.put("epoch", s.epoch());
        }
        return JSON.std.asString(line);
    }

    private static void writeEpoch(Map<String, Object> line, MetricsEvent.Epoch e) {
        line.put("kind", "epoch");
        line.put("epoch", e.epoch());
        line.put("step", e.step());
        line.put("train_loss", e.trainLoss());
        line.put("train_accuracy", e.trainAccuracy());
        line.put("val_loss", e.valLoss());
        line.put("val_accuracy", e.valAccuracy());
        line.put("learning_rate", e.learningRate());
        line.put("seconds", e.seconds());
        line.put("data_wait_share", e.dataWaitShare());
        line.put("best", e.best());
    }

    private static Map<String, Object> scores(ConfusionMatrix matrix) {
        int[] classes = IntStream.range(0, matrix.classes()).toArray();
        Map<String, Object> scores = new LinkedHashMap<>();
        scores.put("accuracy", matrix.accuracy());
        scores.put("macro_precision", matrix.macroPrecision());
        scores.put("macro_recall", matrix.macroRecall());
        scores.put("macro_f1", matrix.macroF1());
        scores.put(
                "precision",
                Arrays.stream(classes).mapToDouble(matrix::precision).toArray());
        scores.put("recall", Arrays.stream(classes).mapToDouble(matrix::recall).toArray());
        scores.put("f1", Arrays.stream(classes).mapToDouble(matrix::f1).toArray());
        scores.put(
                "confusion",
                Arrays.stream(classes)
                        .mapToObj(t -> LongStream.range(0, matrix.classes())
                                .map(p -> matrix.count(t, (int) p))
                                .toArray())
                        .toArray(long[][]::new));
        return scores;
    }

    /** @throws IOException if the line is no JSON object, of no known kind, or lacks a field; says which */
    static MetricsEvent read(String text) throws IOException {
        JsonFields line = JsonFields.parse(text);
        String kind = line.text("kind");
        return switch (kind) {
            case "epoch" -> readEpoch(line);
            case "validation" ->
                new MetricsEvent.Validation(line.integer("epoch"), ProvenanceJson.read(line), matrix(line, "segment"));
            case "baseline" ->
                new MetricsEvent.Baseline(
                        line.text("name"),
                        line.has("accuracy_segment")
                                ? OptionalDouble.of(line.number("accuracy_segment"))
                                : OptionalDouble.empty(),
                        line.number("accuracy_track"));
            case "test" ->
                new MetricsEvent.Test(
                        ProvenanceJson.read(line),
                        matrix(line, "segment"),
                        matrix(line, "track"),
                        matrix(line, "track_majority"));
            case "stop" -> new MetricsEvent.Stop(line.text("reason"), line.integer("epoch"));
            default ->
                throw new IOException(
                        "\"" + kind + "\" is no kind of event; known are epoch, validation, baseline, test and stop");
        };
    }

    private static MetricsEvent.Epoch readEpoch(JsonFields line) throws IOException {
        return new MetricsEvent.Epoch(
                line.integer("epoch"),
                line.whole("step"),
                line.number("train_loss"),
                line.number("train_accuracy"),
                line.number("val_loss"),
                line.number("val_accuracy"),
                line.number("learning_rate"),
                line.number("seconds"),
                line.number("data_wait_share"),
                line.flag("best"));
    }

    private static ConfusionMatrix matrix(JsonFields line, String name) throws IOException {
        List<String> classes = line.texts("classes");
        try {
            return ConfusionMatrix.ofCounts(classes, line.object(name).table("confusion"));
        } catch (IllegalArgumentException e) {
            throw new IOException("in \"" + name + "\": " + e.getMessage(), e);
        }
    }
}
