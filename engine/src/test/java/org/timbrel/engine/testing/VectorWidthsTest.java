package org.timbrel.engine.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The vector backend on processors with narrower vectors and fewer registers than this one may have: other tiles and other tails
 * than the tests beside this one reach. Each width needs a JVM of its own.
 */
class VectorWidthsTest {
    @TempDir
    private Path work;

    @Test
    void isRightWith256Bits() throws Exception {
        requireRight("-XX:UseAVX=2", 256);
    }

    @Test
    void isRightWith128Bits() throws Exception {
        requireRight("-XX:UseAVX=1", 128);
    }

    @Test
    void saysThatItNeedsFusedMultiplyAdd() throws Exception {
        String said = run("-XX:UseAVX=0", 1);
        assertTrue(
                said.contains("backend 'vector' was asked for and can't be had: java has no fused multiply-add here")
                        && said.contains("--backend reference"),
                said);
    }

    private void requireRight(String flag, int bits) throws Exception {
        String said = run(flag, 0);
        assumeTrue(said.contains("-bit SIMD"), said);
        assumeTrue(said.contains(bits + "-bit SIMD"), "this processor has no vectors of " + bits + " bits: " + said);
    }

    private String run(String flag, int wanted) throws IOException, InterruptedException {
        String processor = System.getProperty("os.arch");
        assumeTrue(
                List.of("amd64", "x86_64").contains(processor),
                "the flag " + flag + " is for x86 processors, not for " + processor);
        Path said = work.resolve("said.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0",
                        flag,
                        "-cp",
                        System.getProperty("java.class.path"),
                        WidthCheck.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertTrue(process.waitFor(300, TimeUnit.SECONDS), "still running");
        String text = Files.readString(said);
        assertEquals(wanted, process.exitValue(), text);
        return text;
    }
}
