package org.timbrel.cli;

import java.util.List;
import java.util.regex.Pattern;
import org.timbrel.training.study.Seeds;
import picocli.CommandLine.Option;

/** The seeds that each run of a study is trained with. */
final class SeedOptions {
    private static final int MOST = 1000;

    @Option(
            names = "--seeds",
            paramLabel = "N|LIST",
            description = "Train with N seeds, the recipe's own and those that follow, or with those of a list such as"
                    + " 1,7,9; default: the recipe's own. Seeds can be added to a finished study.")
    private String seeds;

    /** What was asked for. */
    Seeds seeds() {
        if (seeds == null) {
            return Seeds.OWN;
        }
        if (seeds.matches("\\d{1,4}") && Integer.parseInt(seeds) >= 1 && Integer.parseInt(seeds) <= MOST) {
            return Seeds.first(Integer.parseInt(seeds));
        }
        if (seeds.matches("\\d{1,18}(,\\d{1,18})+,?|\\d{1,18},")) {
            List<Long> list =
                    Pattern.compile(",").splitAsStream(seeds).map(Long::valueOf).toList();
            if (list.stream().distinct().count() == list.size()) {
                return Seeds.of(list);
            }
        }
        throw new CommandException(
                ExitCode.USAGE,
                "--seeds takes how many, from 1 to " + MOST + ", or a list of different seeds such as 1,7,9, but was '"
                        + seeds + "'.");
    }
}
