package org.timbrel.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.timbrel.engine.backend.Availability;
import org.timbrel.engine.backend.BackendProvider;
import org.timbrel.engine.backend.Backends;
import picocli.CommandLine.Command;

/** {@code timbrel devices}: what can compute, and why something can't. */
@Command(
        name = "devices",
        description =
                "List the backends that --backend takes, which one is taken when none is named, and why one is missing.")
final class DevicesCommand implements Callable<Integer> {
    private final Terminal terminal;

    DevicesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<BackendProvider> providers = Backends.providers();
        Table table = new Table("lll");
        Optional<BackendProvider> chosen = Optional.empty();
        for (BackendProvider provider : providers) {
            Availability availability = provider.availability();
            if (chosen.isEmpty() && availability.available()) {
                chosen = Optional.of(provider);
            }
            table.row(provider.name(), "for", provider.purpose());
            table.row("", availability.available() ? "yes" : "no", availability.detail());
            if (!availability.available()) {
                table.row("", "do", availability.remedy());
            }
        }
        table.print(terminal);
        terminal.say("");
        terminal.say(chosen.map(provider -> "--backend auto, the default, takes " + provider.name()
                        + ": the most preferred of those that can be had here.")
                .orElse("--backend auto finds no backend here."));
        return ExitCode.DONE.number();
    }
}
