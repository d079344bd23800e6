package org.timbrel.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.timbrel.training.recipe.Recipes;
import org.timbrel.training.study.InterruptedStudyException;
import org.timbrel.training.study.PartResult;
import org.timbrel.training.study.RecipeSource;
import org.timbrel.training.study.Study;
import org.timbrel.training.study.StudyKind;
import org.timbrel.training.study.StudyReport;
import org.timbrel.training.study.StudyRun;
import org.timbrel.training.study.StudyTable;
import org.timbrel.training.train.TrainingRequest;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every study that trains, and how one is run and shown. */
final class StudyOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "A folder with a folder a class; default: the composed corpus.")
    private Path data;

    @Option(
            names = "--out",
            paramLabel = "STUDY",
            description = "The folder to make, or to go on with; default: one below runs/.")
    private Path out;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Runs at a time, which share the threads; default: as many as threads and memory allow. No"
                    + " figure depends on it.")
    private Integer parallel;

    @Mixin
    private RecipeOptions recipeOptions;

    @Mixin
    private ComputeOptions compute;

    /** A recipe with the options' changes. */
    RecipeSource recipe(String nameOrPath) {
        List<String> profiles = data == null ? List.of(Recipes.COMPOSED) : List.of();
        return new RecipeSource(nameOrPath, profiles, recipeOptions.sets());
    }

    /** As {@link #recipe}, for a kind that deals the tracks itself: {@code --split} is refused. */
    RecipeSource recipeWithoutSplit(String kind, String nameOrPath) {
        recipeOptions.refuseSplit("study " + kind);
        return recipe(nameOrPath);
    }

    /** Where a study goes. */
    Path folder(String name, WorkFolder work) {
        return out == null ? work.newRun("study-" + name) : out;
    }

    /** Trains the parts, writes the tables and shows the first. */
    int run(String name, StudyKind kind, Terminal terminal, WorkFolder work) throws IOException {
        if (parallel != null && parallel < 1) {
            throw new CommandException(ExitCode.USAGE, "--parallel must be at least 1, got " + parallel + ".");
        }
        Study study = kind.study();
        Path folder = folder(name, work);
        List<String> command = spec.root().commandLine().getParseResult().originalArgs();
        TrainingRequest.Place place = new TrainingRequest.Place(
                compute.backend(), compute.threads(), work.featureCache(), Timbrel.Version.number(), command);
        Path music = data == null ? new Corpus(terminal).in(work) : data;
        String dataName = data == null ? Corpus.NAME : Corpus.nameOf(data);
        int together =
                Math.min(study.parts().size(), parallel == null ? StudyRun.parallel(compute.threads()) : parallel);
        StudyRun.Setting setting = new StudyRun.Setting(folder, music, dataName, place, together);
        terminal.say(study.title() + ": " + study.parts().size() + " runs, " + together + " at a time, in " + folder);
        List<PartResult> results = train(study, setting, terminal);
        new StudyReport(folder, study.title(), study.words(), command).write(kind, results);
        show(terminal, kind.summary(results));
        terminal.say("");
        new Table("ll")
                .row("study", folder)
                .row("tables", folder.resolve("table.md"))
                .row("report", folder.resolve("report.html"))
                .print(terminal);
        return exitCode(results, terminal);
    }

    private static List<PartResult> train(Study study, StudyRun.Setting setting, Terminal terminal) throws IOException {
        StopSwitch stop = new StopSwitch(
                () -> terminal.note("timbrel: interrupted before the first training step; the same command with --out "
                        + setting.folder() + " begins again."));
        try (StudyProgressLines lines = new StudyProgressLines(terminal, stop::trainingBegins)) {
            return new StudyRun(setting, lines, stop).run(study);
        } catch (InterruptedStudyException e) {
            throw new CommandException(ExitCode.INTERRUPTED, e.getMessage(), e);
        }
    }

    /** A run that the data don't allow makes the study one with bad data; one that diverged is a finding. */
    private static int exitCode(List<PartResult> results, Terminal terminal) {
        boolean badData = false;
        for (PartResult result : results) {
            if (result.test().isEmpty()) {
                terminal.note("timbrel: " + result.part().label() + " has no figure: " + result.failure());
                badData |= !result.diverged();
            }
        }
        return (badData ? ExitCode.BAD_DATA : ExitCode.DONE).number();
    }

    static void show(Terminal terminal, StudyTable table) {
        terminal.say("");
        terminal.say(table.caption());
        String alignment = table.header().stream()
                .map(name -> name.isEmpty() || name.equals("data and protocol") ? "l" : "r")
                .collect(Collectors.joining());
        Table shown = new Table(alignment).row(table.header().toArray());
        table.rows().forEach(row -> shown.row(row.toArray()));
        shown.print(terminal);
    }
}
