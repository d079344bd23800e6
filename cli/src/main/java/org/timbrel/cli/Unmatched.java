package org.timbrel.cli;

import java.util.Collection;
import org.timbrel.training.recipe.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what was typed that nobody knows, and what was most likely meant. */
final class Unmatched {
    private Unmatched() {}

    static String sentence(UnmatchedArgumentException e) {
        String typed = e.getUnmatched().get(0);
        CommandLine command = e.getCommandLine();
        if (typed.startsWith("-")) {
            String name = typed.replaceFirst("=.*", "");
            return "there is no option '" + name + "'"
                    + meant(name, command.getCommandSpec().optionsMap().keySet(), "");
        }
        return command.getParent() == null
                ? command(typed, command)
                : "'" + typed + "' is one word too many for timbrel " + command.getCommandName() + ".";
    }

    static String command(String typed, CommandLine program) {
        Collection<String> known = program.getSubcommands().keySet();
        return "there is no command '" + typed + "'" + meant(typed, known, "; there are " + String.join(", ", known));
    }

    private static String meant(String typed, Collection<String> known, String otherwise) {
        return Nearest.to(typed, known)
                .map(word -> "; did you mean " + word + "?")
                .orElse(otherwise + ".");
    }
}
