package org.timbrel.training.report;

import com.samskivert.mustache.DefaultCollector;
import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.timbrel.training.metrics.ConfusionMatrix;
import org.timbrel.training.run.AtomicFile;
import org.timbrel.training.run.MetricsEvent;
import org.timbrel.training.run.Provenance;
import org.timbrel.training.run.RunFolder;

/**
 * {@code learning_curves.png}, {@code confusion_matrix.png} and {@code report.html} of a run, made from what stands in
 * its folder; while training goes on and after. The page is one file without a script or an outer reference, so it can be
 * read offline and sent by mail.
 */
public final class RunReport {
    private final RunFolder folder;
    private final ModelTable model;
    private final List<String> notes = new ArrayList<>();

    private RunReport(RunFolder folder, ModelTable model) {
        this.folder = folder;
        this.model = model;
    }

    /**
     * Writes the pictures that the events so far allow, and the page.
     *
     * @return nothing, or one sentence if pictures could not be drawn because Java finds no fonts on this machine; the
     *     page shows it in their place
     * @throws IOException with one sentence if the folder can't be read or written
     */
    public static List<String> write(RunFolder folder, ModelTable model) throws IOException {
        RunReport report = new RunReport(folder, model);
        report.write();
        return report.notes.stream().distinct().toList();
    }

    private void write() throws IOException {
        RunEvents events = RunEvents.of(folder.metrics().read());
        Provenance provenance = folder.readSplit().provenance();
        Optional<ReportPage.Image> curves = Optional.empty();
        if (!events.epochs().isEmpty()) {
            curves = Optional.of(picture(
                    folder.learningCurves(), () -> LearningCurves.png(model.recipe(), provenance, events.epochs())));
        }
        Optional<ReportPage.Image> confusion = Optional.empty();
        if (events.test().isPresent()) {
            MetricsEvent.Test test = events.test().get();
            confusion = Optional.of(confusion("test side, by track", test.provenance(), test.byTrack()));
        } else if (events.validation().isPresent()) {
            MetricsEvent.Validation v = events.validation().get();
            String side = "validation side, by segment, epoch " + v.epoch();
            confusion = Optional.of(confusion(side, v.provenance(), v.bySegment()));
        }
        ReportPage page = ReportPage.of(folder, model, events, curves, confusion);
        AtomicFile.write(folder.report(), render(page));
    }

    private ReportPage.Image confusion(String side, Provenance provenance, ConfusionMatrix matrix) throws IOException {
        return picture(
                folder.confusionMatrix(),
                () -> ConfusionMatrixPicture.png(model.recipe() + ", " + side, provenance, matrix));
    }

    @FunctionalInterface
    private interface Drawing {
        byte[] png() throws IOException;
    }

    private ReportPage.Image picture(Path file, Drawing drawing) throws IOException {
        byte[] png;
        try {
            png = drawing.png();
        } catch (IOException e) {
            notes.add(e.getMessage());
            return new ReportPage.Image(Optional.empty(), e.getMessage());
        }
        AtomicFile.write(file, out -> out.write(png));
        return new ReportPage.Image(Optional.of(Base64.getEncoder().encodeToString(png)), "");
    }

    private static String render(ReportPage page) throws IOException {
        try (Reader template = new InputStreamReader(
                Objects.requireNonNull(RunReport.class.getResourceAsStream("report.mustache.html")),
                StandardCharsets.UTF_8)) {
            return Mustache.compiler()
                    .withCollector(new OptionalSections())
                    .escapeHTML(true)
                    .emptyStringIsFalse(true)
                    .compile(template)
                    .execute(page);
        }
    }

    /** Lets a section of the template stand for an {@link Optional}, which the library does not know. */
    private static final class OptionalSections extends DefaultCollector {
        @Override
        public Iterator<?> toIterator(Object value) {
            return value instanceof Optional<?> optional ? optional.stream().iterator() : super.toIterator(value);
        }
    }
}
