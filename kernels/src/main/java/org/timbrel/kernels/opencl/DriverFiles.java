package org.timbrel.kernels.opencl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files by which OpenCL's loader finds drivers on Linux. Reading them takes a millisecond where asking the loader takes
 * hundreds, so every start can do it.
 */
final class DriverFiles {
    private static final Path USUAL = Path.of("/etc/OpenCL/vendors");

    private DriverFiles() {}

    /** False if it is certain that no driver of a GPU is installed. */
    static boolean mayHaveGpu() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return true;
        }
        String chosen = System.getenv("OCL_ICD_VENDORS");
        return mayHaveGpu(chosen == null || chosen.isEmpty() ? USUAL : Path.of(chosen));
    }

    /** Whether a folder, or a file, names a driver other than those of CPUs. */
    static boolean mayHaveGpu(Path place) {
        if (!Files.isDirectory(place)) {
            return Files.exists(place) && !isOfCpu(place);
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(place, "*.icd")) {
            for (Path file : files) {
                if (!isOfCpu(file)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean isOfCpu(Path file) {
        try {
            String library = Files.readString(file, StandardCharsets.UTF_8);
            return library.contains("pocl") || library.contains("oclgrind");
        } catch (IOException e) {
            return false;
        }
    }
}
