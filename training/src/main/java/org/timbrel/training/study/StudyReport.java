package org.timbrel.training.study;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.timbrel.training.report.BarChart;
import org.timbrel.training.run.AtomicFile;

/**
 * Leaves the tables of a study in its folder: {@code table.csv} and {@code table.md}, {@code runs.csv} with a line a run,
 * {@code accuracy.png}, and {@code report.html}, one file to look at offline.
 */
public final class StudyReport {
    /** More plain classifiers than these are bars like the others. */
    private static final int MOST_LINES = 2;

    private final Path folder;
    private final String title;
    private final List<String> words;
    private final List<String> command;

    /** @param command as it was typed, without the program's name */
    public StudyReport(Path folder, String title, List<String> words, List<String> command) {
        this.folder = folder;
        this.title = title;
        this.words = List.copyOf(words);
        this.command = List.copyOf(command);
    }

    private record Page(
            String title,
            List<String> words,
            List<Bar> bars,
            List<Image> images,
            List<StudyTable> tables,
            List<Link> runs,
            String command) {}

    /** Widths in percent. */
    private record Bar(String name, String figure, double width, boolean ours, List<Whisker> whisker) {}

    private record Whisker(double left, double width) {}

    private record Image(String title, String base64) {}

    private record Link(String name, String path) {}

    /** Writes tables, pictures and report of trained parts. */
    public void write(StudyKind kind, List<PartResult> results) throws IOException {
        StudyTable runs = new AccuracyTable(kind.study(), results).parts();
        Files.createDirectories(folder);
        AtomicFile.write(folder.resolve("runs.csv"), runs.csv());
        List<StudyTable> tables = new ArrayList<>();
        tables.add(kind.summary(results));
        tables.addAll(kind.tables(results));
        tables.add(runs);
        List<AccuracyBar> accuracy = kind.bars(results);
        List<Bar> bars = accuracy.stream().map(StudyReport::bar).toList();
        List<Link> links = tested(results).stream()
                .map(r -> new Link(
                        r.part().label(),
                        folder.relativize(r.folder()).resolve("report.html").toString()))
                .toList();
        drawBars(accuracy, AccuracyTable.protocol(tested(results)));
        List<Image> images = new ArrayList<>();
        for (StudyPicture picture : kind.pictures(results)) {
            AtomicFile.write(folder.resolve(picture.fileName()), out -> out.write(picture.png()));
            images.add(new Image(picture.title(), Base64.getEncoder().encodeToString(picture.png())));
        }
        write(tables, bars, images, links);
    }

    /** Writes tables that stand on runs made elsewhere. */
    public void write(List<StudyTable> tables) throws IOException {
        Files.createDirectories(folder);
        write(tables, List.of(), List.of(), List.of());
    }

    private void write(List<StudyTable> tables, List<Bar> bars, List<Image> images, List<Link> links)
            throws IOException {
        AtomicFile.write(folder.resolve("table.csv"), tables.get(0).csv());
        String text = tables.stream().map(StudyTable::markdown).collect(Collectors.joining("\n"));
        AtomicFile.write(
                folder.resolve("table.md"), "# " + title + "\n\n" + String.join("\n\n", words) + "\n\n" + text);
        String typed = "./timbrel "
                + command.stream()
                        .map(w -> w.matches("[A-Za-z0-9_@%+=:,./-]+") ? w : "'" + w.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
        AtomicFile.write(
                folder.resolve("report.html"), render(new Page(title, words, bars, images, tables, links, typed)));
    }

    /** {@code accuracy.png}: the same bars, for print. */
    private void drawBars(List<AccuracyBar> bars, String protocol) throws IOException {
        boolean lines = bars.stream().filter(AccuracyBar::baseline).count() <= MOST_LINES;
        List<AccuracyBar> rows =
                bars.stream().filter(bar -> !(lines && bar.baseline())).toList();
        boolean several = rows.stream().anyMatch(bar -> bar.byTrack().n() > 1);
        String note = protocol + (several ? ". Error bars: standard deviation over runs." : "");
        BarChart chart = BarChart.of(
                        title,
                        note,
                        "accuracy by track, %",
                        rows.stream().map(AccuracyBar::name).toList())
                .series(
                        several ? "mean of runs" : "accuracy",
                        rows.stream().map(bar -> 100 * bar.byTrack().mean()).toList(),
                        rows.stream()
                                .map(bar -> bar.byTrack().n() == 1
                                        ? Double.NaN
                                        : 100 * bar.byTrack().deviation())
                                .toList());
        for (AccuracyBar bar : bars) {
            chart = lines && bar.baseline()
                    ? chart.line(bar.name(), 100 * bar.byTrack().mean())
                    : chart;
        }
        byte[] png = chart.png();
        AtomicFile.write(folder.resolve("accuracy.png"), out -> out.write(png));
    }

    private static List<PartResult> tested(List<PartResult> results) {
        return results.stream().filter(r -> r.test().isPresent()).toList();
    }

    private static Bar bar(AccuracyBar bar) {
        List<Whisker> whisker = Double.isNaN(bar.low())
                ? List.of()
                : List.of(new Whisker(100 * bar.low(), 100 * (bar.high() - bar.low())));
        String figure = String.format(Locale.ROOT, "%.1f%%", 100 * bar.byTrack().mean());
        return new Bar(bar.name(), figure, 100 * bar.byTrack().mean(), !bar.baseline(), whisker);
    }

    private static String render(Page page) throws IOException {
        try (Reader template = new InputStreamReader(
                Objects.requireNonNull(StudyReport.class.getResourceAsStream("study.mustache.html")),
                StandardCharsets.UTF_8)) {
            return Mustache.compiler().escapeHTML(true).compile(template).execute(page);
        }
    }
}
