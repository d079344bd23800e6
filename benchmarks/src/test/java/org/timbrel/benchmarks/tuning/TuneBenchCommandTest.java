package org.timbrel.benchmarks.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.cli.Main;
import org.timbrel.engine.testing.TestBackends;
import org.timbrel.kernels.opencl.OpenClBackendProvider;

/** {@code timbrel bench tune} and {@code timbrel devices --verbose} as a user types them, in processes of their own. */
final class TuneBenchCommandTest {
    @TempDir
    Path work;

    @BeforeEach
    void requireADevice() {
        TestBackends.requireAvailable(new OpenClBackendProvider());
    }

    @Test
    void tunesStoresAndShows() throws Exception {
        String said = run(0, "bench", "tune", "--kernels", "rows", "--seconds", "1");
        assertTrue(said.contains("rows: "), said);
        assertTrue(said.lines().anyMatch(line -> line.matches("setting +before +after +gain +most on")), said);
        Path stored = tuned();
        assertTrue(said.contains("stored in " + stored), said);
        String text = Files.readString(stored);
        assertTrue(text.startsWith("# device: "), text);
        assertTrue(text.contains("\n# rows: "), text);

        String devices = run(0, "devices", "--verbose");
        assertTrue(devices.contains("tuned on this machine, " + stored), devices);
        assertTrue(
                devices.lines().anyMatch(line -> line.matches(" +conv2d.TILE_M +\\d+ +pixels a work-item makes")),
                devices);

        Files.writeString(stored, "conv2d.TILE_M = 5\n");
        devices = run(1, "devices", "--verbose");
        assertTrue(
                devices.contains(stored + ", can't be used: line 1: conv2d.TILE_M is '5', and can be one of"), devices);
    }

    @Test
    void printsWhatAClassWouldShip() throws Exception {
        String said = run(0, "bench", "tune", "--kernels", "rows", "--seconds", "0", "--dry-run");
        assertTrue(said.contains("rows: nothing was tried; time was up before all was tried"), said);
        assertTrue(said.contains("\nconv2d.TILE_M = "), said);
        run(0, "bench", "tune", "--kernels", "rows", "--seconds", "0", "--out", "cpu.properties");
        assertTrue(Files.readString(work.resolve("cpu.properties")).contains("\nVECTOR = "));
        assertFalse(Files.exists(work.resolve("config")), "nothing is stored");
    }

    @Test
    void saysWhatCanBeTuned() throws Exception {
        String said = run(2, "bench", "tune", "--kernels", "conv3d");
        assertTrue(said.contains("--kernels wants some of common, matmul, conv2d"), said);
    }

    private Path tuned() throws IOException {
        try (Stream<Path> files = Files.walk(work.resolve("config"))) {
            List<Path> found = files.filter(Files::isRegularFile).toList();
            assertEquals(1, found.size(), found.toString());
            return found.get(0);
        }
    }

    private String run(int wanted, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--") || argument.startsWith("-Djava.awt.headless"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("XDG_CONFIG_HOME", work.resolve("config").toString());
        Path said = work.resolve("said.txt");
        Process process = builder.directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), "still running");
        String text = Files.readString(said);
        assertEquals(wanted, process.exitValue(), text);
        return text;
    }
}
