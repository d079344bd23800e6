package org.timbrel.kernels.opencl;

/** Devices that want the same settings; the settings of each are a resource of its name. */
enum DeviceClass {
    CPU("CPU"),
    GPU("GPU"),
    NVIDIA("NVIDIA GPU");

    private final String words;

    DeviceClass(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
