package org.timbrel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.Recipes;
import org.timbrel.training.report.AugmentationPicture;
import org.timbrel.training.run.AtomicFile;
import picocli.CommandLine.Option;

/** The options of {@code timbrel features} that draw what a recipe's augmentation makes of a file. */
final class AugmentationOptions {
    private static final Set<String> OWN = Set.of("--augment", "--set", "--out");

    @Option(
            names = "--augment",
            paramLabel = "RECIPE",
            description = {
                "In place of a feature: draw a segment of the files as this recipe's model reads it, before and after",
                "augmentation; wants --out F.png. CutMix mixes the files."
            })
    private String recipe;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "With --augment: change one key of the recipe, such as augment.image.flip=1 or training.seed=2.")
    private List<String> sets = List.of();

    /**
     * Whether the picture was asked for.
     *
     * @param given names of the options that were given
     * @throws CommandException if only half of it was
     */
    boolean asked(Collection<String> given) {
        if (recipe == null && !sets.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "--set changes the recipe of --augment: name --augment too.");
        }
        return recipe != null;
    }

    /** Draws and writes. */
    int draw(Terminal terminal, List<Path> files, Path out, Collection<String> given) throws IOException {
        given.stream().filter(name -> !OWN.contains(name)).findFirst().ifPresent(name -> {
            throw new CommandException(
                    ExitCode.USAGE,
                    name + " has no use with --augment, where the recipe says what is computed; change it with --set.");
        });
        if (files.stream().anyMatch(Files::isDirectory)) {
            throw new CommandException(ExitCode.USAGE, "--augment takes audio files, not a folder; name one or a few.");
        }
        if (out == null || FeatureFormat.of(out).orElse(null) != FeatureFormat.PNG) {
            throw new CommandException(ExitCode.USAGE, "--augment draws a picture: say where with --out F.png.");
        }
        Recipe read = Recipes.load(recipe, sets);
        byte[] png = png(read, files);
        AtomicFile.write(out.toAbsolutePath(), to -> to.write(png));
        terminal.say("written  " + out);
        return ExitCode.DONE.number();
    }

    private static byte[] png(Recipe recipe, List<Path> files) throws IOException {
        return AugmentationPicture.png(recipe, files)
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE,
                        "Recipe " + recipe.name() + " does not augment; name one that does, such as sheng-cnn-lstm,"
                                + " or add to it, such as --set augment.image.flip=0.5."));
    }
}
