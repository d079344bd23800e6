package org.timbrel.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.jocl.CL;
import org.jocl.cl_kernel;
import org.jocl.cl_program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.engine.backend.BackendFailedException;

/** Programs on disk: kept whole or not at all, and never in the way. */
final class ProgramCacheTest {
    private static final String SOURCE = "kernel void twice(global float *x) { x[get_global_id(0)] *= 2.0f; }\n";

    @TempDir
    Path folder;

    @Test
    void givesBackWhatWasPutIn() throws IOException {
        ProgramCache cache = new ProgramCache(folder.resolve("a").resolve("b"));
        assertEquals(Optional.empty(), cache.get("k"));
        cache.put("k", new byte[] {1, 2, 3});
        cache.put("k", new byte[] {4, 5});
        assertArrayEquals(new byte[] {4, 5}, cache.get("k").orElseThrow());
        try (Stream<Path> files = Files.list(cache.folder())) {
            assertEquals(1, files.count(), "no part of a file is left");
        }
    }

    @Test
    void tellsADamagedFile() throws IOException {
        ProgramCache cache = new ProgramCache(folder);
        cache.put("k", new byte[100]);
        Path file = folder.resolve("k.bin");
        byte[] bytes = Files.readAllBytes(file);
        for (int length : new int[] {0, 20, 32, 131}) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertEquals(Optional.empty(), cache.get("k"), length + " bytes");
        }
        bytes[60] ^= 1;
        Files.write(file, bytes);
        assertEquals(Optional.empty(), cache.get("k"));
    }

    @Test
    void goesOnWhereNothingCanBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        ProgramCache cache = new ProgramCache(file.resolve("cache"));
        cache.put("k", new byte[] {1});
        assertEquals(Optional.empty(), cache.get("k"));
    }

    @Test
    void buildsAgainWhatTheDriverRefuses() {
        OpenClDevice device = TestDevice.get();
        ProgramCache cache = new ProgramCache(folder);
        String key = ProgramCache.key(SOURCE, "", device);
        cache.put(key, new byte[] {'n', 'o', ' ', 'p', 'r', 'o', 'g', 'r', 'a', 'm'});
        try (OpenClQueue queue = new OpenClQueue(device);
                Programs programs = new Programs(queue, KernelSettings.of(DeviceClass.CPU), cache)) {
            cl_program program = programs.build("twice.cl", SOURCE, "");
            cl_kernel kernel = CL.clCreateKernel(program, "twice", null);
            CL.clReleaseKernel(kernel);
            CL.clReleaseProgram(program);
        }
        assertTrue(cache.get(key).orElseThrow().length > 10, "the right program has taken the wrong one's place");
    }

    @Test
    void saysWhatTheCompilerSays() {
        OpenClDevice device = TestDevice.get();
        try (OpenClQueue queue = new OpenClQueue(device);
                Programs programs = new Programs(queue, KernelSettings.of(DeviceClass.CPU), new ProgramCache(folder))) {
            String message = assertThrows(
                            BackendFailedException.class,
                            () -> programs.build("broken.cl", "kernel void f() { int x = y; }", "-D A=1"))
                    .getMessage();
            assertTrue(message.contains("the kernels of broken.cl don't build on the OpenCL device"), message);
            assertTrue(message.contains(device.name()), message);
            assertTrue(message.contains("'-D A=1'"), message);
            assertTrue(message.contains("undeclared identifier 'y'"), message);
        }
    }
}
