package org.timbrel.kernels.opencl;

import static org.jocl.CL.CL_DEVICE_GLOBAL_MEM_SIZE;
import static org.jocl.CL.CL_DEVICE_LOCAL_MEM_SIZE;
import static org.jocl.CL.CL_DEVICE_MAX_CLOCK_FREQUENCY;
import static org.jocl.CL.CL_DEVICE_MAX_COMPUTE_UNITS;
import static org.jocl.CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE;
import static org.jocl.CL.CL_DEVICE_MAX_WORK_GROUP_SIZE;
import static org.jocl.CL.CL_DEVICE_NAME;
import static org.jocl.CL.CL_DEVICE_TYPE;
import static org.jocl.CL.CL_DEVICE_TYPE_CPU;
import static org.jocl.CL.CL_DEVICE_TYPE_GPU;
import static org.jocl.CL.CL_DEVICE_VENDOR;
import static org.jocl.CL.CL_DEVICE_VERSION;
import static org.jocl.CL.CL_DRIVER_VERSION;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/**
 * A device and its figures.
 *
 * @param platform the driver's handle
 * @param id the device's handle
 * @param name as the driver calls it
 * @param vendor who made it
 * @param driver version of the driver
 * @param version of OpenCL, with what the driver adds to it
 * @param deviceClass which settings its kernels take
 * @param computeUnits cores of a CPU, multiprocessors of a GPU
 * @param megahertz highest clock; 0 if the driver doesn't say
 * @param memory bytes of global memory
 * @param largestBuffer bytes of the largest single buffer
 * @param localMemory bytes that a work-group shares
 * @param largestGroup work-items of the largest work-group
 */
public record OpenClDevice(
        cl_platform_id platform,
        cl_device_id id,
        String name,
        String vendor,
        String driver,
        String version,
        DeviceClass deviceClass,
        int computeUnits,
        int megahertz,
        long memory,
        long largestBuffer,
        long localMemory,
        int largestGroup) {
    static OpenClDevice query(cl_platform_id platform, cl_device_id id) {
        String vendor = text(id, CL_DEVICE_VENDOR);
        return new OpenClDevice(
                platform,
                id,
                text(id, CL_DEVICE_NAME),
                vendor,
                text(id, CL_DRIVER_VERSION),
                text(id, CL_DEVICE_VERSION),
                deviceClass(number(id, CL_DEVICE_TYPE), vendor),
                (int) number(id, CL_DEVICE_MAX_COMPUTE_UNITS),
                (int) number(id, CL_DEVICE_MAX_CLOCK_FREQUENCY),
                number(id, CL_DEVICE_GLOBAL_MEM_SIZE),
                number(id, CL_DEVICE_MAX_MEM_ALLOC_SIZE),
                number(id, CL_DEVICE_LOCAL_MEM_SIZE),
                (int) number(id, CL_DEVICE_MAX_WORK_GROUP_SIZE));
    }

    private static DeviceClass deviceClass(long type, String vendor) {
        if ((type & CL_DEVICE_TYPE_GPU) != 0) {
            return vendor.toLowerCase(Locale.ROOT).contains("nvidia") ? DeviceClass.NVIDIA : DeviceClass.GPU;
        }
        return (type & CL_DEVICE_TYPE_CPU) != 0 ? DeviceClass.CPU : DeviceClass.GPU;
    }

    private static String text(cl_device_id id, int what) {
        long[] size = new long[1];
        CL.clGetDeviceInfo(id, what, 0, null, size);
        byte[] bytes = new byte[(int) size[0]];
        CL.clGetDeviceInfo(id, what, bytes.length, Pointer.to(bytes), null);
        // C's strings end with a zero
        return new String(bytes, 0, Math.max(0, bytes.length - 1), StandardCharsets.UTF_8).trim();
    }

    /** A number of 4 or of 8 bytes: the unused half stays zero on the little-endian machines that JOCL has natives for. */
    private static long number(cl_device_id id, int what) {
        long[] value = new long[1];
        CL.clGetDeviceInfo(id, what, Sizeof.cl_long, Pointer.to(value), null);
        return value[0];
    }

    /** One line: what it is, and the figures that say how fast it may be. */
    String describe() {
        String clock = megahertz > 0 ? String.format(Locale.ROOT, ", %.1f GHz", megahertz / 1000.0) : "";
        return String.format(
                Locale.ROOT,
                "%s: %s, %d compute units%s, %.1f GiB, local memory %d KiB, work-groups up to %d; %s, driver %s",
                name,
                deviceClass.words(),
                computeUnits,
                clock,
                memory / (double) (1 << 30),
                localMemory / 1024,
                largestGroup,
                version,
                driver);
    }
}
