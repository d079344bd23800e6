package org.timbrel.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.cli.Main;
import org.timbrel.engine.testing.TestBackends;
import org.timbrel.kernels.opencl.OpenClBackendProvider;

/** {@code timbrel bench kernels} as a user types it, in a process of its own, at sizes that take no time. */
class KernelsBenchCommandTest {
    @TempDir
    Path work;

    @Test
    void writesTheLadderOfTheMatrixProductForPeopleAndForMachines() throws Exception {
        String said = run(
                0,
                "--sizes",
                "8,3x5x7",
                "--rounds",
                "1",
                "--seconds",
                "0.01",
                "--threads",
                "2",
                "--python",
                "none",
                "--json",
                "out.json",
                "--markdown",
                "out.md");
        assertTrue(said.contains("matmul 3 x 5 x 7"), said);
        assertTrue(said.contains("6 packing"), said);
        String page = Files.readString(work.resolve("out.md"));
        assertTrue(page.contains("| 7 threads | 2 |"), page);
        assertTrue(page.contains("timbrel bench kernels --op matmul --sizes 8,3x5x7 --threads 2 --rounds 1"), page);
        checkJson(JSON.std.mapFrom(work.resolve("out.json").toFile()));
    }

    private static void checkJson(Map<String, Object> json) {
        assertEquals(Set.of("date", "command", "machine", "libraries", "problems"), json.keySet());
        assertEquals(
                Set.of("processor", "processors", "system", "jdk", "vectorBits"),
                map(json.get("machine")).keySet());
        assertEquals(Set.of("EJML"), map(json.get("libraries")).keySet());
        List<Map<String, Object>> problems = maps(json.get("problems"));
        assertEquals(
                List.of("8 x 8 x 8", "3 x 5 x 7"),
                problems.stream().map(p -> p.get("size")).toList());
        for (Map<String, Object> problem : problems) {
            assertEquals(Set.of("operation", "size", "unit", "tolerance", "contenders"), problem.keySet());
            List<Map<String, Object>> contenders = maps(problem.get("contenders"));
            assertEquals(12, contenders.size());
            contenders.forEach(KernelsBenchCommandTest::checkContender);
        }
    }

    private static void checkContender(Map<String, Object> contender) {
        String kind = (String) contender.get("kind");
        Set<String> always = Set.of("name", "kind", "threads", "rounds", "milliseconds", "rate");
        assertTrue(contender.keySet().containsAll(always), contender.toString());
        assertEquals(!kind.equals("peak"), contender.containsKey("error"), contender.toString());
        assertEquals(!kind.equals("peak"), contender.containsKey("shareOfPeak"), contender.toString());
        assertEquals(kind.equals("rung"), contender.containsKey("shareOfBestLibrary"), contender.toString());
        assertTrue(((Number) contender.get("rate")).doubleValue() > 0, contender.toString());
    }

    @Test
    void timesConvolutionsAndElementwiseWork() throws Exception {
        String conv2d = run(
                0,
                "--op",
                "conv2d",
                "--sizes",
                "5x4x2x3,6x5x3x4:valid",
                "--batch",
                "2",
                "--rounds",
                "1",
                "--seconds",
                "0.01",
                "--python",
                "none");
        assertTrue(conv2d.contains("3 channels-last tile"), conv2d);
        assertTrue(conv2d.contains("4 Winograd"), conv2d);
        assertTrue(conv2d.contains("conv2d 2 x 6 x 5 x 3 -> 4 valid"), conv2d);
        String elementwise = run(
                0, "--op", "elementwise", "--sizes", "1000", "--rounds", "1", "--seconds", "0.01", "--python", "none");
        assertTrue(elementwise.contains("elementwise adam, 1,000 numbers"), elementwise);
        assertTrue(elementwise.contains("of copy"), elementwise);
        assertTrue(elementwise.contains("copy, ordinary stores"), elementwise);
    }

    @Test
    void climbsTheLadderOfADevice() throws Exception {
        TestBackends.requireAvailable(new OpenClBackendProvider());
        String said = run(
                0,
                "--backend",
                "opencl",
                "--sizes",
                "9x5x7",
                "--rounds",
                "1",
                "--seconds",
                "0.01",
                "--python",
                "none",
                "--json",
                "out.json",
                "--markdown",
                "out.md");
        assertTrue(said.contains("5 double buffering"), said);
        assertTrue(said.contains("Transfer, not in the times above"), said);
        String page = Files.readString(work.resolve("out.md"));
        assertTrue(page.startsWith("<!-- table matmul on opencl 9x5x7: written by timbrel bench kernels -->"), page);
        assertTrue(page.contains("timbrel bench kernels --op matmul --backend opencl --sizes 9x5x7"), page);
        assertTrue(page.contains("compute units"), page);
        Map<String, Object> json = JSON.std.mapFrom(work.resolve("out.json").toFile());
        assertTrue(map(json.get("machine")).containsKey("device"), json.toString());
        assertTrue(maps(json.get("problems")).get(0).containsKey("notes"), json.toString());
        String conv2d = run(
                0,
                "--backend",
                "opencl",
                "--op",
                "conv2d",
                "--sizes",
                "5x4x2x3:valid",
                "--rounds",
                "1",
                "--seconds",
                "0.01",
                "--python",
                "none");
        assertTrue(conv2d.contains("4 im2col and product"), conv2d);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
    void pyTorchStandsInTheTableIfItIsThere() throws Exception {
        Path python = work.resolve("python");
        Files.writeString(python, "#!/bin/sh\necho torch 9.9\nwhile read line; do echo 0.5; done\n");
        assertTrue(python.toFile().setExecutable(true));
        String said = run(0, "--sizes", "8", "--rounds", "1", "--seconds", "0.01", "--python", python.toString());
        assertTrue(said.contains("PyTorch 9.9"), said);
        assertEquals(
                2, said.lines().filter(line -> line.startsWith("PyTorch  ")).count(), said);
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        assertTrue(run(1, "--sizes", "8", "--python", "no-such-python").contains("there is no no-such-python"));
        assertTrue(
                run(2, "--sizes", "8x8", "--python", "none").contains("--sizes wants a number, or MxNxK, got '8x8'."));
        assertTrue(
                run(2, "--backend", "cuda").contains("--backend has a ladder of vector, opencl, aparapi, got 'cuda'."));
        assertTrue(run(2, "--backend", "opencl", "--op", "elementwise")
                .contains("--backend opencl has no ladder of --op elementwise; take matmul or conv2d."));
    }

    private String run(int wanted, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--") || argument.startsWith("-Djava.awt.headless"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "bench", "kernels"));
        command.addAll(List.of(words));
        Path said = work.resolve("said.txt");
        Process process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        // Mostly seconds; but PoCL compiles each rung anew where its cache is empty, which takes minutes on a busy
        // machine.
        assertTrue(process.waitFor(600, TimeUnit.SECONDS), "still running");
        String text = Files.readString(said);
        assertEquals(wanted, process.exitValue(), text);
        return text;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> maps(Object value) {
        return (List<Map<String, Object>>) value;
    }
}
