package org.timbrel.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.training.data.FeatureExtractor;
import org.timbrel.training.model.ModelBuilder;
import org.timbrel.training.model.ModelSummary;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.Recipes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code timbrel recipes}: what can be trained. */
@Command(
        name = "recipes",
        description = "List the recipes, or print one with everything filled in: the YAML that a run keeps.",
        sortOptions = false)
final class RecipesCommand implements Callable<Integer> {
    private static final String SHAPES_ONLY = "reference";
    private static final int GTZAN_GENRES = 10;

    private final Terminal terminal;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "A recipe, or a YAML file of your own.")
    private String name;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Change one key; may be given again.")
    private List<String> sets = List.of();

    RecipesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (name != null) {
            terminal.out().print(Recipes.load(name, sets).toYaml());
            return ExitCode.DONE.number();
        }
        if (!sets.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE, "--set changes one recipe; name it: timbrel recipes NAME --set ...");
        }
        list();
        return ExitCode.DONE.number();
    }

    private void list() {
        Table table = new Table("llrrl").row("recipe", "input", "parameters", "published", "paper");
        try (Backend backend = Backends.open(SHAPES_ONLY, new BackendOptions(1))) {
            for (String each : Recipes.list()) {
                Recipe recipe = Recipes.load(each, List.of());
                FeatureExtractor extractor = new FeatureExtractor(recipe.data(), recipe.features());
                Sequential model =
                        ModelBuilder.build(recipe, backend, extractor.frames(), extractor.bins(), GTZAN_GENRES);
                table.row(
                        each,
                        recipe.features().kind().word() + " " + model.input(),
                        String.format(Locale.ROOT, "%,d", ModelSummary.trainable(model)),
                        recipe.published() == null
                                ? ""
                                : String.format(Locale.ROOT, "%.1f%%", 100 * recipe.published()),
                        recipe.paper() == null ? "" : recipe.paper());
            }
        }
        table.print(terminal);
        terminal.say("");
        terminal.say(
                "Input is that of one segment, parameters those that are trained. Published is the accuracy that the paper gives for GTZAN, under a"
                        + " protocol of its own; docs/papers.md says what it means.");
    }
}
