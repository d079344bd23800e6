package org.timbrel.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.cli.ExitCode;
import org.timbrel.cli.Main;

/** A training that asks for a device which is not there. */
class MissingDeviceTest {
    @TempDir
    Path work;

    @Test
    void isSaidBeforeMusicIsComposed() throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--") || argument.startsWith("-Djava.awt.headless"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("train", "--backend", "opencl"));
        Path said = work.resolve("said.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("TIMBREL_OPENCL_DEVICE", "No Such Card");
        Process process = builder.start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), "still running");
        String text = Files.readString(said);
        assertEquals(ExitCode.FAILED.number(), process.exitValue(), text);
        assertTrue(text.contains("timbrel: backend 'opencl' was asked for and can't be had: "), text);
        try (Stream<Path> left = Files.walk(work)) {
            assertEquals(List.of(work, said), left.sorted().toList());
        }
    }
}
