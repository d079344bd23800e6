package org.timbrel.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.timbrel.training.study.ChenTable1;
import org.timbrel.training.study.Grid;
import org.timbrel.training.study.RecipeSource;
import org.timbrel.training.study.Tuning;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code timbrel study tuning}. */
@Command(
        name = "tuning",
        description = {
            "Try values of a recipe's keys, one factor at a time with the others held.",
            "GRID is a YAML file that maps a key to a list, such as training.batch: [16, 32, 64]. Without one, a recipe of"
                    + " Chen's is put through his Table 1.",
            "On less data: --set data.tracks=20 takes the first 20 tracks of each class, and every figure says so."
        },
        sortOptions = false)
final class StudyTuningCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final WorkFolder work;

    @Parameters(index = "0", paramLabel = "RECIPE", description = "One that timbrel recipes lists, or a YAML file.")
    private String recipe;

    @Option(
            names = "--grid",
            paramLabel = "GRID",
            description = "Keys and values to try; default: Chen's Table 1, for his recipes.")
    private Path grid;

    @Option(names = "--full", description = "Every combination, in place of one factor at a time.")
    private boolean full;

    @Mixin
    private StudyOptions options;

    StudyTuningCommand(Terminal terminal, WorkFolder work) {
        this.terminal = terminal;
        this.work = work;
    }

    @Override
    public Integer call() throws IOException {
        RecipeSource source = options.recipe(recipe);
        if (grid == null && full) {
            throw new CommandException(
                    ExitCode.USAGE, "--full tries every combination of a grid; name one with --grid.");
        }
        Tuning tuning = grid == null
                ? ChenTable1.of(source)
                : full ? Grid.read(grid).full(source) : Grid.read(grid).oneAtATime(source);
        return options.run("tuning", tuning, terminal, work);
    }
}
