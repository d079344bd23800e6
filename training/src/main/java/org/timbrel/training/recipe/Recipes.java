package org.timbrel.training.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds and reads recipes: the ones that come with the program, and files.
 *
 * <p>A recipe is put together from layers, of which later ones win: the recipe that it {@code extends}, the recipe
 * itself, a profile, {@code --set}, and what a study varies. A profile is a part of a recipe that suits any recipe to some
 * circumstance, such as {@code composed} to the composed corpus.
 */
public final class Recipes {
    /** The profile that suits a recipe to the composed corpus and to five minutes on two cores. */
    public static final String COMPOSED = "composed";

    private static final List<String> RECIPES = List.of(
            "kuppusamy-cnn",
            "kuppusamy-lstm",
            "harmonynet",
            "harmonynet-350",
            "li-cnn",
            "li-lstm",
            "chen-cnn",
            "chen-rnn",
            "chen-crnn",
            "sheng-cnn-lstm");
    private static final List<String> PROFILES = List.of(COMPOSED);
    private static final int DEEPEST = 10;
    private static final int PROFILE_LAYER = DEEPEST + 1;
    private static final int SET_LAYER = DEEPEST + 2;
    private static final int VARIED_LAYER = DEEPEST + 3;

    private Recipes() {}

    /** The names of the recipes that come with the program. */
    public static List<String> list() {
        return RECIPES;
    }

    /** The names of the profiles that come with the program. */
    public static List<String> profiles() {
        return PROFILES;
    }

    /**
     * Reads a recipe.
     *
     * @param nameOrPath one of {@link #list}, or a file
     * @param sets {@code key=value} each, as after {@code --set}
     * @throws RecipeException when there is no such recipe, or it says something that cannot be
     */
    public static Recipe load(String nameOrPath, List<String> sets) {
        return load(nameOrPath, List.of(), sets);
    }

    /**
     * Reads a recipe with profiles.
     *
     * @param profiles names of {@link #profiles}, or files; later ones win
     */
    public static Recipe load(String nameOrPath, List<String> profiles, List<String> sets) {
        return load(nameOrPath, profiles, sets, List.of());
    }

    /**
     * Reads a recipe that a study varies.
     *
     * @param varied {@code key=value} each, laid over {@code sets}: what those say for a kind that is varied away falls
     *     away, as a recipe's own words do
     */
    public static Recipe load(String nameOrPath, List<String> profiles, List<String> sets, List<String> varied) {
        Tree.Mapping tree = withBase(tree(nameOrPath, DEEPEST), nameOrPath, DEEPEST);
        for (String profile : profiles) {
            tree = tree.overlay(profile(profile));
        }
        return read(tree, baseName(nameOrPath), sets, varied);
    }

    /**
     * Reads a recipe from YAML text, such as {@link Recipe#toYaml} gives.
     *
     * @param source what to call the text in messages; a file that the text extends is looked for beside it
     */
    public static Recipe parse(String yaml, String source, List<String> sets) {
        return read(
                withBase(YamlReader.file(yaml, source, DEEPEST), source, DEEPEST), baseName(source), sets, List.of());
    }

    /** The text of a recipe as it was written, with its comments. */
    public static String source(String nameOrPath) {
        return isPath(nameOrPath) ? file(nameOrPath) : resource(nameOrPath);
    }

    private static Recipe read(Tree.Mapping tree, String name, List<String> sets, List<String> varied) {
        Tree.Mapping set = SetOption.apply(tree, options(sets, SET_LAYER));
        return Recipe.read(SetOption.apply(set, options(varied, VARIED_LAYER)), name);
    }

    private static List<SetOption> options(List<String> sets, int layer) {
        return sets.stream().map(s -> SetOption.parse(s, layer)).toList();
    }

    /** Lays a recipe over the one that it extends; name and title are its own. */
    private static Tree.Mapping withBase(Tree.Mapping tree, String source, int layer) {
        Tree base = tree.entries().get("extends");
        if (base == null) {
            return tree;
        }
        if (!(base instanceof Tree.Scalar name) || !(name.value() instanceof String)) {
            throw base.place().error("extends must be the name of a recipe, but is " + base.describe() + ".");
        }
        if (layer == 0) {
            throw base.place().error("recipes extend each other more than " + DEEPEST + " deep; is there a circle?");
        }
        String beside = isPath(name.text())
                ? Path.of(source).resolveSibling(name.text()).toString()
                : name.text();
        Tree.Mapping below = withBase(tree(beside, layer - 1), beside, layer - 1);
        return below.without("name").without("title").overlay(tree.without("extends"));
    }

    private static Tree.Mapping tree(String nameOrPath, int layer) {
        return YamlReader.file(source(nameOrPath), fileName(nameOrPath), layer);
    }

    private static Tree.Mapping profile(String nameOrPath) {
        if (!isPath(nameOrPath) && !PROFILES.contains(nameOrPath)) {
            throw new RecipeException(
                    "No profile is called \"" + nameOrPath + "\"." + Nearest.hint(nameOrPath, PROFILES));
        }
        String text = isPath(nameOrPath) ? file(nameOrPath) : embedded(nameOrPath);
        return YamlReader.file(text, fileName(nameOrPath), PROFILE_LAYER);
    }

    private static String resource(String name) {
        if (!RECIPES.contains(name)) {
            if (Files.isDirectory(Path.of(name))) {
                throw new RecipeException(name + " is a folder, not a recipe; data are named by --data " + name + ".");
            }
            throw new RecipeException("No recipe is called \"" + name + "\"." + Nearest.hint(name, RECIPES)
                    + " For a file of your own, give its path, ending in .yaml.");
        }
        return embedded(name);
    }

    private static String embedded(String name) {
        try (InputStream in = Recipes.class.getResourceAsStream(name + ".yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String file(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException e) {
            String reason = Files.exists(Path.of(path)) ? "it cannot be read as UTF-8 text" : "there is no such file";
            throw new RecipeException("The recipe " + path + " could not be read: " + reason + ".");
        }
    }

    private static boolean isPath(String nameOrPath) {
        return nameOrPath.matches(".*[/\\\\].*|.*\\.ya?ml");
    }

    private static String fileName(String nameOrPath) {
        return isPath(nameOrPath) ? nameOrPath : nameOrPath + ".yaml";
    }

    private static String baseName(String nameOrPath) {
        return nameOrPath.replaceAll(".*[/\\\\]", "").replaceAll("\\.ya?ml$", "");
    }
}
