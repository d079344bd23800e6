package org.timbrel.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jocl.CL;
import org.jocl.CLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.engine.backend.Availability;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;

/** What is said where something is missing: one reason and one remedy each. */
final class OpenClProbeTest {
    /** Says whether {@code opencl} can be had; run in a process of its own. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) {
            OpenClBackendProvider provider = new OpenClBackendProvider();
            Availability availability = provider.availability();
            System.out.println(availability.available() + ": " + availability.detail() + "; " + availability.remedy());
            System.out.println(Backends.open("auto", new BackendOptions(1)).name());
        }
    }

    @TempDir
    Path folder;

    @Test
    void namesTheLoaderThatIsMissing() {
        Availability said = OpenClProbe.missing(
                        new UnsatisfiedLinkError("Error while loading\nlibOpenCL.so.1: cannot open shared object file"))
                .availability();
        assertFalse(said.available());
        assertEquals("the library libOpenCL is not installed", said.detail());
        assertTrue(said.remedy().contains("apt-get install ocl-icd-libopencl1"), said.remedy());
    }

    @Test
    void namesTheErrorOfADriver() {
        Availability said = OpenClProbe.missing(new CLException("no", CL.CL_OUT_OF_HOST_MEMORY))
                .availability();
        assertTrue(said.detail().endsWith("CL_OUT_OF_HOST_MEMORY"), said.detail());
    }

    @Test
    void goesOnWithoutADriver() throws Exception {
        TestDevice.get(); // without the loader there is another reason
        String said = ChildProcess.run(Main.class, Map.of("OCL_ICD_VENDORS", folder.toString()), List.of());
        assertTrue(
                said.contains("false: the OpenCL loader is here, but no driver is installed; install the driver"),
                said);
        assertTrue(said.endsWith("vector\n"), said);
    }

    @Test
    void goesOnWithoutTheDeviceOfThatName() throws Exception {
        String name = TestDevice.get().name();
        String said = ChildProcess.run(Main.class, Map.of(OpenClProbe.WANTED_DEVICE, "No Such Card"), List.of());
        assertTrue(said.contains("no OpenCL device has 'No Such Card' in its name"), said);
        assertTrue(said.contains(name), said);
    }

    @Test
    void goesOnWhereTheNativeLibraryCannotBeLoaded() throws Exception {
        Path nowhere = Files.createFile(folder.resolve("a file, no folder"));
        String said = ChildProcess.run(Main.class, Map.of(), List.of("-Djava.io.tmpdir=" + nowhere));
        assertTrue(said.contains("false: JOCL's native library can't be loaded"), said);
        assertTrue(said.contains(nowhere.toString()), said);
        assertTrue(said.endsWith("vector\n"), said);
    }

    @Test
    void driversOfProcessorsAreNoReasonToAskForAGpu() throws Exception {
        assertFalse(DriverFiles.mayHaveGpu(folder));
        assertFalse(DriverFiles.mayHaveGpu(folder.resolve("nowhere")));
        Files.writeString(folder.resolve("pocl.icd"), "/usr/lib/libpocl.so.2\n");
        assertFalse(DriverFiles.mayHaveGpu(folder));
        Files.writeString(folder.resolve("nvidia.icd"), "libnvidia-opencl.so.1\n");
        assertTrue(DriverFiles.mayHaveGpu(folder));
    }
}
