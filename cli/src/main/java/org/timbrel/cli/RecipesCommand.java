package org.timbrel.cli;

import java.util.List;
import java.util.concurrent.Callable;
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
        Table table = new Table("ll");
        for (String each : Recipes.list()) {
            Recipe recipe = Recipes.load(each, List.of());
            table.row(each, recipe.title());
        }
        table.print(terminal);
        return ExitCode.DONE.number();
    }
}
