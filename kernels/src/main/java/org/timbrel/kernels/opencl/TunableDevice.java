package org.timbrel.kernels.opencl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.DeviceSettings;

/**
 * An OpenCL device and the settings that its kernels can take: those that ship for its class, those that were tuned on it,
 * and any others that somebody wants to try.
 */
public final class TunableDevice {
    private final OpenClDevice device;
    private final TunedFile file;
    private final KernelSettings shipped;

    TunableDevice(OpenClDevice device, TunedFile file) {
        this.device = device;
        this.file = file;
        this.shipped = KernelSettings.of(device.deviceClass());
    }

    TunableDevice(OpenClDevice device) {
        this(device, TunedFile.of(device));
    }

    /**
     * The device that the backend {@code opencl} takes.
     *
     * @throws org.timbrel.engine.backend.BackendUnavailableException if there is none; it says why, and what to install
     */
    public static TunableDevice taken() {
        return new TunableDevice(OpenClProbe.chosen());
    }

    /** What the driver calls it. */
    public String name() {
        return device.name();
    }

    /** The driver's version. */
    public String driver() {
        return device.driver();
    }

    /** The class whose settings it takes if it was not tuned, as the file's name has it: cpu, gpu, nvidia. */
    public String deviceClass() {
        return device.deviceClass().name().toLowerCase(Locale.ROOT);
    }

    /** The settings that ship for its class. */
    public KernelSettings shipped() {
        return shipped;
    }

    /** Where tuned settings lie, or would. */
    public Path tunedFile() {
        return file.path();
    }

    /**
     * The settings that were tuned on it; empty if it was not tuned.
     *
     * @throws org.timbrel.engine.backend.BackendUnavailableException if their file can't be used
     */
    public Optional<KernelSettings> tuned() {
        return file.over(shipped);
    }

    /**
     * Stores settings that the backend will take from now on: what differs from those of the class.
     *
     * @param comments lines that stand before them in the file
     */
    public void store(KernelSettings settings, List<String> comments) throws IOException {
        file.write(comments, differing(settings));
    }

    /** What has to be said beside the settings of the class to get these. */
    public Map<String, Integer> differing(KernelSettings settings) {
        Map<String, Integer> differing = new TreeMap<>();
        KernelSettings reached = shipped;
        // common names, which have no dot, come first: a file's own value is needed only where the common one is
        // another
        List<String> names = new ArrayList<>(settings.values().keySet());
        names.sort((a, b) -> Boolean.compare(a.contains("."), b.contains(".")));
        for (String name : names) {
            int wanted = settings.value(name);
            if (reached.value(name) != wanted) {
                reached = reached.with(name, wanted);
                differing.put(name, wanted);
            }
        }
        return differing;
    }

    /** The settings that it takes: those that were tuned on it, or those of its class. */
    KernelSettings settings() {
        return tuned().orElse(shipped);
    }

    /** Its backend with the settings that it takes. */
    Backend open() {
        Optional<KernelSettings> tuned = tuned();
        Optional<TensorCores.Operands> forFloats = TensorCores.forFloats(System.getenv(TensorCores.FOR_FLOATS));
        OpenClBackend backend = new OpenClBackend(
                new OpenClQueue(device),
                tuned.orElse(shipped),
                tuned.isPresent(),
                ProgramCache.ofUser(),
                false,
                forFloats);
        backend.tensorCores().requireWhatWasAskedFor();
        return backend;
    }

    /**
     * Its backend with settings that are to be tried.
     *
     * @param programs folder for what is built
     */
    public Backend open(KernelSettings settings, Path programs) {
        return new OpenClBackend(device, settings, new ProgramCache(programs));
    }

    private String tensorCores() {
        try (OpenClBackend backend = new OpenClBackend(device, settings(), ProgramCache.ofUser())) {
            return backend.tensorCores().sentence();
        }
    }

    /** Which settings it takes, from where, and what each means. */
    DeviceSettings describe() {
        Optional<KernelSettings> tuned = tuned();
        KernelSettings taken = tuned.orElse(shipped);
        List<DeviceSettings.Setting> settings = taken.values().keySet().stream()
                .map(name -> new DeviceSettings.Setting(
                        name,
                        taken.value(name),
                        shipped.value(name),
                        Tunable.named(name).meaning()))
                .toList();
        String origin = tuned.isPresent()
                ? "tuned on this machine, " + file.path()
                : "class " + deviceClass() + " as shipped; timbrel bench tune searches for faster ones";
        return new DeviceSettings(device.name(), origin, settings, List.of(tensorCores()));
    }
}
