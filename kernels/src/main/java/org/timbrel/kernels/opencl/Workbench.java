package org.timbrel.kernels.opencl;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jocl.CL;
import org.jocl.cl_program;
import org.timbrel.engine.backend.Backend;

/**
 * A device to try kernels on: those of a source that one brings along, beside the engine's own, on the same buffers and in
 * the same queue, whose driver takes the time of everything.
 *
 * <pre>
 * try (Workbench bench = Workbench.open()) {
 *     Buffer x = bench.backend().allocate(n);
 *     bench.kernel("twice.cl", source, "-D VECTOR=4", "twice").with(x).with(n).launch(n / 64, 1, 1, 64, 1);
 *     System.out.println(bench.takeTime().kernelSeconds());
 * }
 * </pre>
 *
 * To be used by one thread at a time.
 */
public final class Workbench implements AutoCloseable {
    private final DeviceClass settings;
    private final String options;
    private final OpenClQueue queue;
    private final OpenClBackend backend;
    private final Programs programs;
    private final Map<String, cl_program> built = new HashMap<>();
    private final List<Kernel> kernels = new ArrayList<>();

    private Workbench(
            OpenClDevice device, DeviceClass settings, KernelSettings tunables, ProgramCache cache, boolean rehearsal) {
        this.settings = settings;
        queue = new OpenClQueue(device, true);
        options = rehearsal ? "-cl-std=CL1.2 -cl-opt-disable " : "-cl-std=CL1.2 ";
        backend = new OpenClBackend(queue, tunables, false, cache, rehearsal, Optional.empty());
        programs = new Programs(queue, tunables, cache);
    }

    /**
     * Opens the device that the backend {@code opencl} takes.
     *
     * @throws org.timbrel.engine.backend.BackendUnavailableException if there is none; it says why, and what to install
     */
    public static Workbench open() {
        OpenClDevice device = OpenClProbe.chosen();
        KernelSettings tunables = new TunableDevice(device).settings();
        return new Workbench(device, device.deviceClass(), tunables, ProgramCache.ofUser(), false);
    }

    /**
     * Opens that device to see whether kernels compute what they should on another class of devices: with its settings, with
     * plain OpenCL C in place of the instruction of tensor cores, and without optimising, which takes the compiler most of
     * its time. Speed means nothing here.
     *
     * @param cache folder for what the driver compiles
     */
    public static Workbench rehearse(DeviceClass settings, Path cache) {
        KernelSettings tunables = TensorCores.smallest(KernelSettings.of(settings));
        return new Workbench(OpenClProbe.chosen(), settings, tunables, new ProgramCache(cache), true);
    }

    /** The device and its figures, in one line. */
    public String describe() {
        return queue.device().describe();
    }

    /** The class of devices whose settings it takes: its device's own, if nothing else was said. */
    public DeviceClass settings() {
        return settings;
    }

    /** Cores of a CPU, multiprocessors of a GPU. */
    public int computeUnits() {
        return queue.device().computeUnits();
    }

    /** The engine's backend on this device; it makes, writes and reads buffers. It is closed with the bench. */
    public Backend backend() {
        return backend;
    }

    /**
     * A kernel of a source in OpenCL C 1.2.
     *
     * @param file how messages call the source
     * @param itsOptions for the compiler, such as {@code -D TILE=16}
     * @param name of the kernel
     * @throws org.timbrel.engine.backend.BackendFailedException if it doesn't build, with the compiler's words
     */
    public Kernel kernel(String file, String source, String itsOptions, String name) {
        String all = (options + itsOptions).strip();
        cl_program program = built.computeIfAbsent(all + '\n' + source, key -> programs.build(file, source, all));
        Kernel kernel = new Kernel(queue, CL.clCreateKernel(program, name, null), file + ", " + name, true);
        kernels.add(kernel);
        return kernel;
    }

    /** Products on the device's tensor cores, if it has such. */
    public TensorCores tensorCores() {
        return backend.tensorCores();
    }

    /** What the device has spent its time on since this was last asked; waits until it has done everything. */
    public DeviceTime takeTime() {
        return queue.takeTime();
    }

    @Override
    public void close() {
        backend.finish();
        kernels.forEach(Kernel::close);
        built.values().forEach(CL::clReleaseProgram);
        programs.close();
        backend.close();
    }
}
