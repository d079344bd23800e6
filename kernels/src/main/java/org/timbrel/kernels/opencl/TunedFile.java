package org.timbrel.kernels.opencl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.timbrel.engine.backend.BackendUnavailableException;

/**
 * The settings that {@code timbrel bench tune} found to be faster on a device than those of its class: a text in the form of
 * {@code cpu.properties} that holds what differs, named by device and driver.
 *
 * @param path of the file; it need not be there
 */
record TunedFile(Path path) {
    /** In the user's folder for settings: {@code XDG_CONFIG_HOME}, or {@code .config} at home. */
    static TunedFile of(OpenClDevice device) {
        String config = System.getenv("XDG_CONFIG_HOME");
        Path base = config == null || config.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".config")
                : Path.of(config);
        String name = (device.name() + " " + device.driver()).replaceAll("[^A-Za-z0-9._]+", "-");
        return new TunedFile(base.resolve("timbrel").resolve("opencl").resolve(name + ".properties"));
    }

    /**
     * The settings of the class, and in their place those of the file; empty if there is no file.
     *
     * @throws BackendUnavailableException if the file can't be used; the message says why and what to do
     */
    Optional<KernelSettings> over(KernelSettings shipped) {
        try {
            return Optional.of(shipped.with(SettingLine.of(Files.readString(path))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new BackendUnavailableException(
                    "the tuned settings of the OpenCL device, " + path + ", can't be used: " + e.getMessage()
                            + "; delete the file, or make it again with timbrel bench tune");
        }
    }

    /**
     * Keeps settings, by a rename: another process sees all of them or nothing.
     *
     * @param comments lines that stand before them
     */
    void write(List<String> comments, Map<String, Integer> values) throws IOException {
        StringBuilder text = new StringBuilder();
        comments.forEach(line -> text.append("# ").append(line).append('\n'));
        values.forEach(
                (name, value) -> text.append(name).append(" = ").append(value).append('\n'));
        Path folder = path.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, "tuned", ".part");
        try {
            Files.writeString(part, text, StandardCharsets.UTF_8);
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
