package org.timbrel.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_program;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.testing.Conformance;
import org.timbrel.engine.testing.OpCase;
import org.timbrel.engine.testing.OpCases;

/**
 * The kernels on Oclgrind, a simulated device that watches every access: nothing outside a buffer is touched, and no two
 * work-items meet at one place without a barrier. PoCL runs such mistakes without a word.
 *
 * <p>The environment variable {@link #LIBRARY} says where Oclgrind is; {@code .ci/run} sets it.
 */
final class OclgrindTest {
    /** Environment variable: the file of Oclgrind's OpenCL driver. */
    static final String LIBRARY = "TIMBREL_OCLGRIND";

    /** A simulated work-item takes its time: cases with more numbers than this among their inputs are left out. */
    private static final int MOST_NUMBERS = 1500;

    /** The same for cases that run on halves too, for which each kernel is built once more. */
    private static final int MOST_HALVES = 300;

    /** Each goes there, and back in two ways; a simulated warp takes its time. */
    private static final List<String> ON_TENSOR_CORES = List.of("matmul", "conv2d, same, stride 2 x 3");

    private static final String MISTAKES = """
            kernel void outside(global float *x) { x[get_global_size(0) + get_global_id(0)] = 1.0f; }
            kernel void race(global float *x) { x[0] += get_global_id(0); }
            """;

    @TempDir
    Path folder;

    private Path log;

    @BeforeEach
    void requireOclgrind() {
        String library = System.getenv(LIBRARY);
        Assumptions.assumeTrue(library != null, LIBRARY + " is not set: it names Oclgrind's driver, as .ci/run does");
        assertTrue(Files.exists(Path.of(library)), LIBRARY + " names " + library + ", which is not there");
        log = folder.resolve("log");
    }

    @ParameterizedTest
    @EnumSource
    void smallShapesTouchNothingOutsideAndRaceNowhere(DeviceClass settings) throws Exception {
        String said = onOclgrind(Cases.class, settings.name());
        assertEquals("", report(), said);
        int cases = Integer.parseInt(said.lines().reduce((first, last) -> last).orElseThrow());
        assertTrue(cases > 100, said);
    }

    @Test
    void mistakesAreSeen() throws Exception {
        onOclgrind(Mistake.class, "outside");
        assertTrue(report().contains("Invalid write of size 4"), report());
        Files.delete(log);
        onOclgrind(Mistake.class, "race");
        assertTrue(report().contains("data race"), report());
    }

    private String onOclgrind(Class<?> main, String argument) throws Exception {
        Files.writeString(folder.resolve("oclgrind.icd"), System.getenv(LIBRARY) + "\n");
        Map<String, String> environment = Map.of(
                "OCL_ICD_VENDORS",
                folder.toString(),
                "OCLGRIND_DATA_RACES",
                "1",
                // as NVIDIA's GPUs have it; else it is 32 KiB
                "OCLGRIND_LOCAL_MEM_SIZE",
                "49152",
                "OCLGRIND_LOG",
                log.toString());
        return ChildProcess.run(
                main, environment, List.of(), argument, folder.resolve("cache").toString());
    }

    private String report() throws Exception {
        return Files.exists(log) ? Files.readString(log).strip() : "";
    }

    private static OpenClDevice simulated() {
        OpenClDevice device = OpenClProbe.result().devices().get(0);
        if (!device.name().contains("Oclgrind")) {
            throw new AssertionError("the device is " + device.name());
        }
        return device;
    }

    /** Runs the small cases of the conformance list, on floats and on halves, with the settings of a class; prints their number. */
    static final class Cases {
        private Cases() {}

        public static void main(String[] arguments) {
            DeviceClass deviceClass = DeviceClass.valueOf(arguments[0]);
            KernelSettings settings = KernelSettings.of(deviceClass);
            List<OpCase> small = OpCases.all().stream()
                    .filter(opCase -> numbers(opCase) <= MOST_NUMBERS)
                    .toList();
            try (Backend backend = new OpenClBackend(simulated(), settings, new ProgramCache(Path.of(arguments[1])))) {
                small.forEach(opCase -> Conformance.check(backend, opCase));
                small.stream()
                        .filter(opCase -> numbers(opCase) <= MOST_HALVES)
                        .forEach(opCase -> Conformance.evaluate(backend, HalfStorageTest.onHalves(opCase)));
            }
            WinogradTest.runSmall(simulated(), settings, new ProgramCache(Path.of(arguments[1])));
            if (deviceClass == DeviceClass.NVIDIA) {
                onTensorCores(settings, Path.of(arguments[1]), small);
            }
            System.out.println(small.size());
        }

        /** Products and convolutions of halves and of floats, by the kernels for tensor cores without their instruction. */
        private static void onTensorCores(KernelSettings settings, Path cache, List<OpCase> small) {
            try (OpenClBackend backend = new OpenClBackend(
                    new OpenClQueue(simulated()),
                    TensorCores.smallest(settings),
                    false,
                    new ProgramCache(cache),
                    true,
                    Optional.of(TensorCores.Operands.TF32))) {
                if (!backend.tensorCores().available()) {
                    throw new AssertionError(backend.tensorCores().sentence());
                }
                List<OpCase> chosen = small.stream()
                        .filter(opCase -> ON_TENSOR_CORES.contains(opCase.name()))
                        .toList();
                if (chosen.size() != ON_TENSOR_CORES.size()) {
                    throw new AssertionError("of " + ON_TENSOR_CORES + " there are " + chosen);
                }
                chosen.forEach(opCase -> Conformance.evaluate(backend, HalfStorageTest.onHalves(opCase)));
                chosen.forEach(opCase -> Conformance.evaluate(backend, opCase));
            }
        }

        private static int numbers(OpCase opCase) {
            return opCase.inputs().stream().mapToInt(i -> i.shape().size()).sum();
        }
    }

    /** Runs one of the kernels that do what must not be done. */
    static final class Mistake {
        private Mistake() {}

        public static void main(String[] arguments) {
            int n = 8;
            try (OpenClQueue queue = new OpenClQueue(simulated());
                    Programs programs = new Programs(
                            queue, KernelSettings.of(DeviceClass.CPU), new ProgramCache(Path.of(arguments[1])))) {
                cl_program program = programs.build("mistakes.cl", MISTAKES, "");
                cl_kernel kernel = CL.clCreateKernel(program, arguments[0], null);
                cl_mem memory =
                        CL.clCreateBuffer(queue.context(), CL.CL_MEM_READ_WRITE, (long) n * Float.BYTES, null, null);
                CL.clSetKernelArg(kernel, 0, Sizeof.cl_mem, Pointer.to(memory));
                long[] items = {n};
                queue.launch(kernel, items, items);
                queue.finish();
            }
            System.out.println(Arrays.toString(arguments));
        }
    }
}
