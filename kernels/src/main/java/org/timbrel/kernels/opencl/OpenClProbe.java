package org.timbrel.kernels.opencl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;
import org.timbrel.engine.backend.Availability;
import org.timbrel.engine.backend.BackendUnavailableException;

/**
 * What OpenCL this machine has. Looking means loading native code, so it is done once, when the first asks; after a failed
 * attempt JOCL can't be asked again in the same process.
 *
 * @param availability whether there is a device and, if not, why and what to install
 * @param devices the one that is taken first
 */
public record OpenClProbe(Availability availability, List<OpenClDevice> devices) {
    /** Part of the name of the device to take, where there are several. */
    static final String WANTED_DEVICE = "TIMBREL_OPENCL_DEVICE";

    private static final String INSTALL_DRIVER =
            "install the driver of your GPU, or a driver for the CPU: on Debian and Ubuntu apt-get install"
                    + " pocl-opencl-icd; an NVIDIA driver in a container also wants the file"
                    + " /etc/OpenCL/vendors/nvidia.icd with the line libnvidia-opencl.so.1";
    private static final String INSTALL_LOADER =
            "install an OpenCL loader and a driver: on Debian and Ubuntu apt-get install ocl-icd-libopencl1"
                    + " pocl-opencl-icd";

    private static final class Once {
        static final OpenClProbe RESULT = look();
    }

    /** What was found. */
    public static OpenClProbe result() {
        return Once.RESULT;
    }

    /**
     * The device that is taken.
     *
     * @throws BackendUnavailableException if there is none: it says why, and what to install
     */
    static OpenClDevice chosen() {
        OpenClProbe probe = result();
        if (!probe.availability().available()) {
            throw new BackendUnavailableException(
                    "backend 'opencl' can't be opened: " + probe.availability().detail() + "; "
                            + probe.availability().remedy());
        }
        return probe.devices().get(0);
    }

    private static OpenClProbe look() {
        // Without this JOCL runs whatever file of its library's name lies in the folder for temporary files.
        if (System.getProperty("uniqueLibraryNames") == null) {
            System.setProperty("uniqueLibraryNames", "true");
        }
        try {
            CL.setExceptionsEnabled(true);
            return found(allDevices());
        } catch (CLException e) {
            return missing(e);
        } catch (LinkageError e) {
            return missing(e);
        }
    }

    private static List<OpenClDevice> allDevices() {
        int[] count = new int[1];
        CL.clGetPlatformIDs(0, null, count);
        cl_platform_id[] platforms = new cl_platform_id[count[0]];
        CL.clGetPlatformIDs(platforms.length, platforms, null);
        List<OpenClDevice> devices = new ArrayList<>();
        for (cl_platform_id platform : platforms) {
            addDevices(platform, devices);
        }
        return devices;
    }

    private static void addDevices(cl_platform_id platform, List<OpenClDevice> devices) {
        int[] count = new int[1];
        try {
            CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, 0, null, count);
        } catch (CLException e) {
            if (e.getStatus() == CL.CL_DEVICE_NOT_FOUND) {
                return;
            }
            throw e;
        }
        cl_device_id[] ids = new cl_device_id[count[0]];
        CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, ids.length, ids, null);
        for (cl_device_id id : ids) {
            devices.add(OpenClDevice.query(platform, id));
        }
    }

    private static OpenClProbe found(List<OpenClDevice> all) {
        if (all.isEmpty()) {
            return none(
                    "an OpenCL driver is installed, but it has no device",
                    "check that the device is there; PoCL, the driver for CPUs, also wants a folder that it can write: set"
                            + " POCL_CACHE_DIR to one");
        }
        String wanted = System.getenv().getOrDefault(WANTED_DEVICE, "");
        String lowerCase = wanted.toLowerCase(Locale.ROOT);
        List<OpenClDevice> devices = all.stream()
                .filter(device -> device.name().toLowerCase(Locale.ROOT).contains(lowerCase))
                .sorted(Comparator.comparing((OpenClDevice device) -> device.deviceClass() == DeviceClass.CPU)
                        .thenComparing(device -> -(long) device.computeUnits() * Math.max(1, device.megahertz())))
                .toList();
        if (devices.isEmpty()) {
            return none(
                    "no OpenCL device has '" + wanted + "' in its name, as " + WANTED_DEVICE + " asks; there are "
                            + String.join(
                                    ", ", all.stream().map(OpenClDevice::name).toList()),
                    "set " + WANTED_DEVICE + " to a part of one of these names, or to nothing");
        }
        return new OpenClProbe(Availability.yes("takes " + devices.get(0).name()), devices);
    }

    /** Why OpenCL itself doesn't answer. */
    static OpenClProbe missing(Throwable e) {
        if (e instanceof CLException cl && cl.getStatus() == CL.CL_PLATFORM_NOT_FOUND_KHR) {
            return none("the OpenCL loader is here, but no driver is installed", INSTALL_DRIVER);
        }
        if (e instanceof CLException cl) {
            return none("the OpenCL driver answers with an error, " + OpenClError.name(cl.getStatus()), INSTALL_DRIVER);
        }
        String message = String.valueOf(e.getMessage());
        if (message.contains("libOpenCL") || message.contains("OpenCL.dll")) {
            return none("the library libOpenCL is not installed", INSTALL_LOADER);
        }
        return none(
                "JOCL's native library can't be loaded on " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch") + " (" + firstLine(message) + ")",
                "check that the folder for temporary files, " + System.getProperty("java.io.tmpdir")
                        + ", can be written and may hold libraries, and that libOpenCL is installed");
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static OpenClProbe none(String reason, String remedy) {
        return new OpenClProbe(Availability.no(reason, remedy), List.of());
    }
}
