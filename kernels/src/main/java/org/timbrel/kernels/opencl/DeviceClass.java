package org.timbrel.kernels.opencl;

/** Devices that want the same settings; the settings of each are a resource of its name. */
public enum DeviceClass {
    /** A processor. */
    CPU("CPU"),
    /** Any other device. */
    GPU("GPU"),
    /** A GPU with NVIDIA's driver. */
    NVIDIA("NVIDIA GPU");

    private final String words;

    DeviceClass(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
