package org.timbrel.training.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code metrics.jsonl}: one event a line, only ever added to, so that every figure of a run can be made again from it.
 *
 * <p>A line counts once its line end stands on the disk. What a crash left of an unfinished last line is not read, and is
 * cut off before the next event is added. A trainer adds the line of an epoch first and writes the checkpoint after it;
 * on resume it calls {@link #cutBackTo} with the checkpoint's epoch.
 *
 * <p>One writer at a time; readers may come at any moment.
 */
public final class MetricsLog {
    private final Path file;

    public MetricsLog(Path file) {
        this.file = file;
    }

    /**
     * Adds an event and forces it to the disk.
     *
     * @throws IOException with one sentence if it can't be written (disk full, no permission); the lines before it stay
     */
    public void append(MetricsEvent event) throws IOException {
        byte[] line = (MetricsJson.write(event) + "\n").getBytes(StandardCharsets.UTF_8);
        long end = Files.exists(file) ? wholeLines(Files.readAllBytes(file)) : 0;
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(end);
            out.seek(end);
            try {
                out.write(line);
                out.getFD().sync();
            } catch (IOException e) {
                out.setLength(end);
                throw e;
            }
        } catch (IOException e) {
            throw AtomicFile.failure(file, e);
        }
    }

    /**
     * All events, oldest first; none if the file does not exist yet.
     *
     * @throws IOException if a line can't be understood; names file, line and reason
     */
    public List<MetricsEvent> read() throws IOException {
        List<MetricsEvent> events = new ArrayList<>();
        for (String line : lines()) {
            events.add(parse(line, events.size() + 1));
        }
        return events;
    }

    /**
     * Drops every line after the one that ends epoch {@code epoch}, in one atomic step; 0 drops everything from the first
     * line of the first epoch on. The lines that stay are the same to the byte.
     *
     * @throws IOException if there is no such epoch, or the file can't be read or written; the file is then unchanged
     */
    public void cutBackTo(int epoch) throws IOException {
        List<String> lines = lines();
        int keep = -1;
        int reached = 0;
        for (int i = 0; i < lines.size(); i++) {
            MetricsEvent event = parse(lines.get(i), i + 1);
            boolean training = event instanceof MetricsEvent.Epoch || event instanceof MetricsEvent.Validation;
            if (epoch == 0 && training) {
                keep = i;
                break;
            }
            if (event instanceof MetricsEvent.Epoch end) {
                reached = end.epoch();
                if (reached == epoch) {
                    keep = i + 1;
                    break;
                }
            }
        }
        if (keep < 0 && epoch > 0) {
            throw new IOException("Could not go back to epoch " + epoch + ": " + file + " ends at epoch " + reached
                    + "; the folder's metrics and checkpoint don't belong together.");
        }
        if (keep >= 0) {
            AtomicFile.write(file, String.join("", lines.subList(0, keep)));
        }
    }

    private MetricsEvent parse(String line, int number) throws IOException {
        try {
            return MetricsJson.read(line);
        } catch (IOException | ArithmeticException e) {
            throw new IOException("Could not read line " + number + " of " + file + ": " + e.getMessage() + ".", e);
        }
    }

    /** The whole lines of the file, each with its line end. */
    private List<String> lines() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, 0, wholeLines(bytes), StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        for (int start = 0; start < text.length(); ) {
            int end = text.indexOf('\n', start) + 1;
            lines.add(text.substring(start, end));
            start = end;
        }
        return lines;
    }

    /** How many bytes there are up to and including the last line end. */
    private static int wholeLines(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }
}
