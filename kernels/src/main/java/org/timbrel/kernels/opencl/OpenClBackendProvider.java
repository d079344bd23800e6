package org.timbrel.kernels.opencl;

import java.util.List;
import org.timbrel.engine.backend.Availability;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.BackendProvider;
import org.timbrel.engine.backend.DeviceSettings;

/** Announces {@link OpenClBackend}; loads native code when it is asked whether there is a device. */
public final class OpenClBackendProvider implements BackendProvider {
    @Override
    public String name() {
        return "opencl";
    }

    @Override
    public String purpose() {
        return "GPUs, and CPUs with an OpenCL driver; single precision, everything stays on the device";
    }

    @Override
    public int preference() {
        return 200;
    }

    @Override
    public Availability availability() {
        return OpenClProbe.result().availability();
    }

    /** A GPU is worth taking; a CPU is put to better use by the backend {@code vector}. */
    @Override
    public Availability forAuto() {
        if (!DriverFiles.mayHaveGpu()) {
            return Availability.no("no driver of a GPU is installed", "ask for it by --backend opencl");
        }
        OpenClProbe probe = OpenClProbe.result();
        boolean gpu = probe.devices().stream().anyMatch(device -> device.deviceClass() != DeviceClass.CPU);
        return !probe.availability().available() || gpu
                ? probe.availability()
                : Availability.no(
                        "its only device is a CPU, which vector puts to better use", "ask for it by --backend opencl");
    }

    @Override
    public List<String> devices() {
        return OpenClProbe.result().devices().stream()
                .map(OpenClDevice::describe)
                .toList();
    }

    @Override
    public List<DeviceSettings> settings() {
        return OpenClProbe.result().devices().stream()
                .map(device -> new TunableDevice(device).describe())
                .toList();
    }

    @Override
    public Backend open(BackendOptions options) {
        return TunableDevice.taken().open();
    }
}
