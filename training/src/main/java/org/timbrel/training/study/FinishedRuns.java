package org.timbrel.training.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.timbrel.training.data.DataException;
import org.timbrel.training.metrics.ClassificationResult;
import org.timbrel.training.recipe.Recipes;
import org.timbrel.training.run.RunFolder;

/**
 * Tested runs that lie in folders: one run, or all of a study.
 *
 * @param name of the folder, as it was given
 * @param runs their results; the line of each is the name
 */
public record FinishedRuns(String name, List<PartResult> runs) {
    public FinishedRuns {
        runs = List.copyOf(runs);
    }

    /**
     * Reads a run folder, or every run below a study's {@code parts/}.
     *
     * @throws DataException if it is neither, or a run has not been tested
     */
    public static FinishedRuns read(Path path) throws IOException {
        List<PartResult> runs = new ArrayList<>();
        for (Path run : folders(path)) {
            RunFolder folder = RunFolder.open(run);
            Part part = new Part(
                    path.toString(),
                    run.toString(),
                    Recipes.parse(folder.readRecipe(), folder.recipe().toString(), List.of()));
            runs.add(PartResult.read(part, folder).orElseThrow(() -> untested(run)));
        }
        return new FinishedRuns(path.toString(), runs);
    }

    /** Decisions by track (mean of probabilities), one a run. */
    public List<ClassificationResult> decisions() throws IOException {
        List<ClassificationResult> decisions = new ArrayList<>();
        for (PartResult run : runs) {
            decisions.add(decisions(run));
        }
        return decisions;
    }

    /** Where the figures come from, in one line. */
    public String protocol() {
        return AccuracyTable.protocol(runs);
    }

    static ClassificationResult decisions(PartResult run) throws IOException {
        return RunFolder.open(run.folder()).readPredictions().orElseThrow(() -> untested(run.folder()));
    }

    private static DataException untested(Path run) {
        return new DataException(
                run + " has not been tested: its training is not finished; go on with it first, or take another run.");
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
            List<Path> runs = folders.filter(folder -> Files.isRegularFile(folder.resolve("recipe.yaml")))
                    .sorted()
                    .toList();
            if (runs.isEmpty()) {
                throw new DataException(path + " is a study without a run; train it first.");
            }
            return runs;
        }
    }
}
