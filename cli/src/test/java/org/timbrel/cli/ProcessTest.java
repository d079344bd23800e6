package org.timbrel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show: signals, a full disk, the exit code that a shell sees. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "uses POSIX signals and ulimit")
final class ProcessTest {
    @TempDir
    Path work;

    private Path data;

    @BeforeEach
    void makeMusic() throws IOException {
        data = MadeMusic.folder(work.resolve("data"), 4);
    }

    @Test
    void controlCLeavesARunThatGoesOn() throws Exception {
        List<String> words = new ArrayList<>(timbrel("train", "kuppusamy-lstm", "--data", data, "--out", "run"));
        words.addAll(MadeMusic.SMALL);
        words.addAll(List.of("--epochs", "100000"));
        Process process = start(words);
        waitFor(work.resolve("run").resolve("last.safetensors"), process);
        String pid = String.valueOf(process.pid());
        assertEquals(0, new ProcessBuilder("kill", "-" + signal(), pid).start().waitFor());
        assertEquals(130, finish(process), said());
        assertTrue(said().contains("timbrel train --resume run"), said());

        int epochs = 2
                + Files.readString(work.resolve("run").resolve("metrics.jsonl")).split("\"epoch\"", -1).length;
        Process resumed = start(timbrel("train", "--resume", "run", "--epochs", epochs));
        assertEquals(0, finish(resumed), said());
        assertTrue(said().contains("by track"), said());
    }

    @Test
    void controlCLeavesAStudyThatGoesOnToTheSameBits() throws Exception {
        assertEquals(0, finish(start(study("whole"))), said());
        Process process = start(study("study"));
        waitFor(work.resolve("study/parts/1-fold-1-of-2/last.safetensors"), process);
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + signal(), String.valueOf(process.pid()))
                        .start()
                        .waitFor());
        assertEquals(130, finish(process), said());
        assertTrue(said().contains("of 2 parts finished, and saved in study; the same command"), said());
        assertEquals(0, finish(start(study("study"))), said());
        assertEquals(
                Files.readString(work.resolve("whole/table.csv")), Files.readString(work.resolve("study/table.csv")));
        for (String part : List.of("1-fold-1-of-2", "2-fold-2-of-2")) {
            String weights = "parts/" + part + "/last.safetensors";
            assertEquals(-1, Files.mismatch(work.resolve("whole/" + weights), work.resolve("study/" + weights)));
        }
    }

    private List<String> study(String out) {
        List<String> words = new ArrayList<>(
                timbrel("study", "crossval", "kuppusamy-lstm", "--folds", 2, "--data", data, "--out", out));
        words.addAll(MadeMusic.SMALL);
        words.addAll(List.of("--epochs", "12", "--parallel", "1"));
        return words;
    }

    @Test
    void aFullDiskIsAFailureInOneSentence() throws Exception {
        List<String> java = timbrel("features", data.resolve("low").resolve("track0.wav"), "--out", "out.npy");
        // No file may grow beyond 8 blocks of 512 bytes: to the program the same as a disk that is full.
        String limited = "ulimit -f 8; exec \"$@\"";
        List<String> words = new ArrayList<>(List.of("sh", "-c", limited, "sh"));
        words.addAll(java);
        assertEquals(ExitCode.FAILED.number(), finish(start(words)), said());
        assertTrue(said().contains("timbrel: "), said());
        assertEquals(-1, said().indexOf("\tat "), said());
        assertTrue(Files.notExists(work.resolve("out.npy")), "half a file was left behind");
    }

    /** Ctrl-C's signal; but a shell starts background jobs with that one ignored, and so their children's children. */
    private static String signal() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (Files.notExists(status)) {
            return "INT";
        }
        return Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                        .anyMatch(ignored -> (ignored & 2) != 0)
                ? "TERM"
                : "INT";
    }

    private static List<String> timbrel(Object... args) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--") || argument.startsWith("-Djava.awt.headless"))
                .forEach(words::add);
        words.addAll(List.of("-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        for (Object arg : args) {
            words.add(arg.toString());
        }
        return words;
    }

    private Process start(List<String> words) throws IOException {
        return new ProcessBuilder(words)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("said.txt").toFile())
                .start();
    }

    private static void waitFor(Path file, Process process) throws InterruptedException {
        while (Files.notExists(file) && process.isAlive()) {
            Thread.sleep(20);
        }
    }

    private static int finish(Process process) throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    private String said() throws IOException {
        return Files.readString(work.resolve("said.txt"));
    }
}
