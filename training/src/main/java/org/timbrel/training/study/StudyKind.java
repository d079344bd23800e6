package org.timbrel.training.study;

import java.io.IOException;
import java.util.List;

/** A question that several runs answer: which runs, and how their outcome is shown. */
@FunctionalInterface
public interface StudyKind {
    /** The runs. */
    Study study();

    /** The first table, {@code table.csv}: by default a line a question. */
    default StudyTable summary(List<PartResult> results) throws IOException {
        return new AccuracyTable(study(), results).summary();
    }

    /** Accuracy by track, for {@code accuracy.png} and the report: by default a bar a question and one a plain classifier. */
    default List<AccuracyBar> bars(List<PartResult> results) throws IOException {
        return new AccuracyTable(study(), results).bars();
    }

    /** Tables that stand between the first and that of every run. */
    default List<StudyTable> tables(List<PartResult> results) throws IOException {
        return List.of();
    }

    /** Pictures besides the bars. */
    default List<StudyPicture> pictures(List<PartResult> results) throws IOException {
        return List.of();
    }
}
