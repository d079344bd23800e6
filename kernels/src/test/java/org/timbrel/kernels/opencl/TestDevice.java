package org.timbrel.kernels.opencl;

import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.testing.TestBackends;

/** The device that tests run on; without one they are skipped, or fail where it is required. */
final class TestDevice {
    /** Programs that tests have built, kept between runs. */
    static final ProgramCache CACHE = ProgramCache.ofUser();

    private TestDevice() {}

    static OpenClDevice get() {
        TestBackends.requireAvailable(new OpenClBackendProvider());
        return OpenClProbe.result().devices().get(0);
    }

    /** A backend with the settings of a class of devices, whatever the device is. */
    static Backend open(DeviceClass deviceClass) {
        return new OpenClBackend(get(), KernelSettings.of(deviceClass), CACHE);
    }
}
