package org.timbrel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.training.data.FeatureExtractor;
import org.timbrel.training.model.ModelBuilder;
import org.timbrel.training.model.ModelSummary;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.Recipes;
import org.timbrel.training.train.FilePredictor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code timbrel inspect}: what a model is made of. */
@Command(
        name = "inspect",
        description =
                "Print the layers of a model: output shapes, parameters, multiplications and additions, memory, and which"
                        + " layers are computed in one go.",
        sortOptions = false)
final class InspectCommand implements Callable<Integer> {
    private static final String SHAPES_ONLY = "reference";
    private static final int LIKE_GTZAN = 10;

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "RECIPE|RUN", description = "A recipe, a YAML file, or the folder of a run.")
    private String name;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Change one key; may be given again.")
    private List<String> sets = List.of();

    @Option(
            names = "--classes",
            paramLabel = "N",
            description = "Classes of a recipe's data; default: those of data.classes, or 10, as GTZAN has.")
    private Integer classes;

    @Option(
            names = "--backend",
            paramLabel = "B",
            defaultValue = "auto",
            description = "Show what this one computes in one go; default: auto.")
    private String backendName;

    InspectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (Files.isDirectory(Path.of(name))) {
            try (FilePredictor run = FilePredictor.open(Path.of(name), SHAPES_ONLY, new BackendOptions(1))) {
                terminal.say("Run " + name + ", classes " + String.join(", ", run.classes()));
                print(run.model());
            }
            return ExitCode.DONE.number();
        }
        Recipe recipe = Recipes.load(name, sets);
        int count = count(recipe);
        FeatureExtractor extractor = new FeatureExtractor(recipe.data(), recipe.features());
        try (Backend backend = Backends.open(SHAPES_ONLY, new BackendOptions(1))) {
            terminal.say("Recipe " + recipe.name() + ": " + recipe.title());
            print(ModelBuilder.build(recipe, backend, extractor.frames(), extractor.bins(), count));
            if (classes == null && recipe.data().classes() == null) {
                terminal.say("The data are taken to have " + count + " classes; --classes says otherwise.");
            }
        }
        return ExitCode.DONE.number();
    }

    private int count(Recipe recipe) {
        List<String> named = recipe.data().classes();
        if (classes != null && classes < 2) {
            throw new CommandException(ExitCode.USAGE, "--classes must be at least 2, got " + classes + ".");
        }
        if (classes != null && named != null && classes != named.size()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--classes is " + classes + ", and data.classes of the recipe names " + named.size()
                            + "; leave out --classes.");
        }
        return classes != null ? classes : named != null ? named.size() : LIKE_GTZAN;
    }

    private void print(Sequential model) {
        Table table = new Table("lllrr").row("layer", "what", "output", "parameters", "flops");
        table.row("input", "", model.input(), "", "");
        long outputs = model.input().size();
        for (Sequential.Stage stage : model.stages()) {
            table.row(
                    stage.layer().name(),
                    stage.layer().describe(),
                    stage.output(),
                    count(stage.parameterCount()),
                    count(stage.layer().flops(stage.input())));
            outputs += stage.output().size();
        }
        table.row("total", "", "", count(model.parameterCount()), count(model.flops(model.input())));
        long trainable = ModelSummary.trainable(model);
        if (trainable < model.parameterCount()) {
            table.row("trained", "without running statistics", "", count(trainable), "");
        }
        terminal.say("");
        table.print(terminal);
        terminal.say("");
        new Table("lr")
                .row("weights", kilobytes(model.parameterCount()))
                .row("outputs of all layers, one segment", kilobytes(outputs))
                .print(terminal);
        terminal.say("Shapes are those of one segment, flops those of its way forward, numbers have 32 bits.");
        try (Backend backend = Backends.open(backendName, new BackendOptions(1))) {
            String runs = model.fusedBy(backend).stream()
                    .map(run ->
                            run.get(0).name() + " to " + run.get(run.size() - 1).name())
                    .collect(Collectors.joining(", "));
            terminal.say(
                    runs.isEmpty()
                            ? "Backend " + backend.name() + " computes each layer by itself."
                            : "Backend " + backend.name() + " computes in one go, while training: " + runs + ".");
        }
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String kilobytes(long floats) {
        return String.format(Locale.ROOT, "%,.1f kB", floats * Float.BYTES / 1000.0);
    }
}
