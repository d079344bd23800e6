package org.timbrel.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.timbrel.engine.backend.Availability;
import org.timbrel.engine.backend.BackendProvider;
import org.timbrel.engine.backend.Backends;
import picocli.CommandLine.Command;

/** {@code timbrel devices}: what can compute, and why something can't. */
@Command(
        name = "devices",
        description =
                "List the backends that --backend takes and the OpenCL devices, which one is taken when none is named,"
                        + " and why one is missing.")
final class DevicesCommand implements Callable<Integer> {
    private final Terminal terminal;

    DevicesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<BackendProvider> providers = Backends.providers();
        Table table = new Table("lll");
        for (BackendProvider provider : providers) {
            Availability availability = provider.availability();
            table.row(provider.name(), "for", provider.purpose());
            table.row("", availability.available() ? "yes" : "no", availability.detail());
            provider.devices().forEach(device -> table.row("", "device", device));
            if (!availability.available()) {
                table.row("", "do", availability.remedy());
            }
        }
        table.print(terminal);
        terminal.say("");
        sayWhatAutoTakes(providers);
        return ExitCode.DONE.number();
    }

    private void sayWhatAutoTakes(List<BackendProvider> providers) {
        for (BackendProvider provider : providers) {
            Availability automatic = provider.forAuto();
            if (automatic.available()) {
                terminal.say("--backend auto, the default, takes " + provider.name()
                        + ": the most preferred of those that are worth taking here.");
                return;
            }
            terminal.say("--backend auto passes over " + provider.name() + ": " + automatic.detail() + ".");
        }
        terminal.say("--backend auto finds no backend here.");
    }
}
