package org.timbrel.training.report;

import com.samskivert.mustache.DefaultCollector;
import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.timbrel.training.run.AtomicFile;
import org.timbrel.training.run.RunFolder;

/**
 * The pictures and {@code report.html} of a run, made from what stands in its folder; while training goes on and after. The page is one file without a script or an outer reference, so it can be
 * read offline and sent by mail.
 */
public final class RunReport {
    private RunReport() {}

    /**
     * Writes the pictures that the events so far allow, and the page.
     *
     * @return nothing, or one sentence if pictures could not be drawn because Java finds no fonts on this machine; the
     *     page shows it in their place
     * @throws IOException with one sentence if the folder can't be read or written
     */
    public static List<String> write(RunFolder folder, ModelTable model) throws IOException {
        RunEvents events = RunEvents.of(folder.metrics().read());
        RunPictures pictures = new RunPictures(folder, model.recipe());
        RunPictures.Drawn drawn = pictures.draw(events, folder.readSplit().provenance());
        AtomicFile.write(folder.report(), render(ReportPage.of(folder, model, events, drawn)));
        return pictures.notes();
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
