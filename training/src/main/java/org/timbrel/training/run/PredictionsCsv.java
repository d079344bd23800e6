package org.timbrel.training.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.timbrel.training.metrics.ClassificationResult;
import org.timbrel.training.metrics.Prediction;
import org.timbrel.training.metrics.TrackVote;

/**
 * {@code predictions.csv} (RFC 4180): a row a track with its true class, the class by mean probability, the class by
 * majority vote, the number of segments, and the mean probability of each class in the columns {@code p_CLASS}.
 */
final class PredictionsCsv {
    private static final int FIXED_COLUMNS = 5;

    private PredictionsCsv() {}

    static String write(ClassificationResult segments) {
        List<String> names = segments.classNames();
        List<Prediction> mean = segments.byTrack(TrackVote.MEAN_PROBABILITY).predictions();
        List<Prediction> majority = segments.byTrack(TrackVote.MAJORITY).predictions();
        Map<String, Long> counts = segments.predictions().stream()
                .collect(Collectors.groupingBy(Prediction::track, Collectors.counting()));
        StringBuilder csv = new StringBuilder("track,truth,predicted,majority,segments");
        names.forEach(name -> csv.append(',').append(quoted("p_" + name)));
        csv.append("\r\n");
        for (int i = 0; i < mean.size(); i++) {
            Prediction track = mean.get(i);
            csv.append(quoted(track.track())).append(',');
            csv.append(quoted(names.get(track.truth()))).append(',');
            csv.append(quoted(names.get(track.predicted()))).append(',');
            csv.append(quoted(names.get(majority.get(i).predicted())))
                    .append(',')
                    .append(counts.get(track.track()));
            track.probabilities().forEach(p -> csv.append(String.format(Locale.ROOT, ",%.6f", p)));
            csv.append("\r\n");
        }
        return csv.toString();
    }

    /** The decisions by mean probability. */
    static ClassificationResult read(String csv) throws IOException {
        List<List<String>> rows = rows(csv);
        if (rows.isEmpty() || rows.get(0).size() <= FIXED_COLUMNS) {
            throw new IOException("the header with a column for each class is missing");
        }
        List<String> header = rows.get(0);
        List<String> names = header.subList(FIXED_COLUMNS, header.size()).stream()
                .map(column -> column.substring("p_".length()))
                .toList();
        List<Prediction> tracks = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            if (row.size() != header.size()) {
                throw new IOException(
                        "row " + (tracks.size() + 2) + " has " + row.size() + " fields, the header " + header.size());
            }
            List<Double> probabilities = row.subList(FIXED_COLUMNS, row.size()).stream()
                    .map(Double::valueOf)
                    .toList();
            tracks.add(new Prediction(row.get(0), names.indexOf(row.get(1)), names.indexOf(row.get(2)), probabilities));
        }
        return new ClassificationResult(names, tracks);
    }

    private static String quoted(String field) {
        return field.matches("(?s).*[\",\r\n].*") ? '"' + field.replace("\"", "\"\"") + '"' : field;
    }

    private static List<List<String>> rows(String csv) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean inQuotes = false;
        for (int i = 0; i < csv.length(); i++) {
            char c = csv.charAt(i);
            if (c == '"') {
                boolean doubled = inQuotes && i + 1 < csv.length() && csv.charAt(i + 1) == '"';
                if (doubled) {
                    field.append('"');
                    i++;
                } else {
                    inQuotes = !inQuotes;
                }
            } else if (inQuotes || (c != ',' && c != '\r' && c != '\n')) {
                field.append(c);
            } else if (c != '\r') {
                row.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    rows.add(List.copyOf(row));
                    row.clear();
                }
            }
        }
        return rows;
    }
}
