package org.timbrel.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.timbrel.engine.backend.Availability;
import org.timbrel.engine.backend.BackendProvider;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.backend.DeviceSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code timbrel devices}: what can compute, and why something can't. */
@Command(
        name = "devices",
        description =
                "List the backends that --backend takes and the OpenCL devices, which one is taken when none is named,"
                        + " and why one is missing.")
final class DevicesCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--verbose",
            description =
                    "Show the settings of each OpenCL device's kernels too: values, meaning, and where they come from.")
    private boolean verbose;

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
        if (verbose) {
            providers.forEach(provider -> provider.settings().forEach(this::print));
        }
        return ExitCode.DONE.number();
    }

    private void print(DeviceSettings device) {
        terminal.say("");
        terminal.say("kernels of " + device.device() + ": " + device.origin());
        Table table = new Table("lrll");
        for (DeviceSettings.Setting setting : device.settings()) {
            String differs = setting.value() == setting.shipped() ? "" : "shipped: " + setting.shipped();
            table.row("  " + setting.name(), setting.value(), differs, setting.meaning());
        }
        table.print(terminal);
        device.notes().forEach(note -> terminal.say("  " + note));
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
