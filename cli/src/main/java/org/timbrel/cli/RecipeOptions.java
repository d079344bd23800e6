package org.timbrel.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options that change a recipe; each is a short way to write a {@code --set}. */
final class RecipeOptions {
    private static final Pattern FOLD = Pattern.compile("(\\d{1,4})/(\\d{1,4})");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change one key of the recipe, such as training.batch=64; may be given again.")
    private List<String> sets = List.of();

    @Option(names = "--epochs", paramLabel = "N", description = "At most so many passes; as --set training.epochs=N.")
    private Integer epochs;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Keys weights, order and dropout; as --set training.seed=N. The split has split.seed.")
    private Long seed;

    @Option(
            names = "--split",
            paramLabel = "S",
            description = {
                "tracks, or fold K of N as K/N, or leaky (by segment, as some papers have it).",
                "As --set split.kind=..."
            })
    private String split;

    /** Everything as {@code key=value}. */
    List<String> sets() {
        List<String> all = new ArrayList<>();
        if (split != null) {
            Matcher fold = FOLD.matcher(split);
            if (fold.matches()) {
                all.addAll(List.of("split.kind=folds", "split.fold=" + fold.group(1), "split.k=" + fold.group(2)));
            } else if (split.equals("tracks") || split.equals("leaky")) {
                all.add("split.kind=" + split);
            } else {
                throw new CommandException(
                        ExitCode.USAGE,
                        "--split takes tracks, leaky, or a fold such as 1/5, but was '" + split
                                + "'; for lists of files, --set split.kind=files and the keys beside it.");
            }
        }
        if (epochs != null) {
            all.add("training.epochs=" + epochs);
        }
        if (seed != null) {
            all.add("training.seed=" + seed);
        }
        all.addAll(sets);
        return all;
    }

    /**
     * For a command that deals the tracks itself.
     *
     * @param command as it is typed
     * @throws CommandException if a split was asked for
     */
    void refuseSplit(String command) {
        if (split != null) {
            throw new CommandException(ExitCode.USAGE, command + " chooses the splits itself; leave out --split.");
        }
    }

    /**
     * What a run that is resumed may still change.
     *
     * @throws CommandException if something else was asked for
     */
    List<String> setsOfResume() {
        if (seed != null || split != null) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "a run that is resumed keeps its seed and its split; leave out --seed and --split.");
        }
        return sets();
    }
}
