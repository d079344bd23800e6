package org.timbrel.training.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.timbrel.training.data.DataException;
import org.timbrel.training.metrics.ClassificationResult;
import org.timbrel.training.run.Provenance;
import org.timbrel.training.run.RunFolder;

/**
 * Tested runs that lie in folders: one run, or all of a study.
 *
 * @param name of the folder that was given
 * @param results decisions by track (mean of probabilities), one a run
 * @param provenances of the runs
 */
public record FinishedRuns(String name, List<ClassificationResult> results, List<Provenance> provenances) {
    public FinishedRuns {
        results = List.copyOf(results);
        provenances = List.copyOf(provenances);
    }

    /**
     * Reads a run folder, or every run below a study's {@code parts/}.
     *
     * @throws DataException if it is neither, or a run has not been tested
     */
    public static FinishedRuns read(Path path) throws IOException {
        List<ClassificationResult> results = new ArrayList<>();
        List<Provenance> provenances = new ArrayList<>();
        for (Path run : folders(path)) {
            RunFolder folder = RunFolder.open(run);
            results.add(folder.readPredictions()
                    .orElseThrow(() -> new DataException(run + " has no predictions.csv: its training is not finished;"
                            + " go on with it first, or take another run.")));
            provenances.add(folder.readSplit().provenance());
        }
        return new FinishedRuns(String.valueOf(path.getFileName()), results, provenances);
    }

    /** Where the figures come from, in one line. */
    public String protocol() {
        return provenances.stream().map(Provenance::describe).distinct().collect(Collectors.joining("; "));
    }

    private static List<Path> folders(Path path) throws IOException {
        if (Files.isRegularFile(path.resolve("recipe.yaml"))) {
            return List.of(path);
        }
        Path parts = path.resolve("parts");
        if (!Files.isDirectory(parts)) {
            throw new DataException(
                    path + " is neither the folder of a run (no recipe.yaml) nor of a study (no parts/).");
        }
        try (Stream<Path> folders = Files.list(parts)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve("recipe.yaml")))
                    .sorted()
                    .toList();
        }
    }
}
