package org.timbrel.kernels.opencl;

import java.util.HashMap;
import java.util.Map;

/** The kernels of one {@code .cl} file, in one variant; built when the first is asked for. */
final class KernelFile implements AutoCloseable {
    private final Programs programs;
    private final String name;
    private final String variant;
    private final Map<String, Integer> settings;
    private final Map<String, Kernel> kernels = new HashMap<>();

    KernelFile(Programs programs, String name, String variant) {
        this.programs = programs;
        this.name = name;
        this.variant = variant;
        this.settings = programs.settings().of(name);
    }

    /** A kernel by its name in the file. */
    Kernel kernel(String kernel) {
        Kernel known = kernels.get(kernel);
        if (known == null) {
            known = programs.kernel(name, variant, kernel);
            kernels.put(kernel, known);
        }
        return known;
    }

    /** A tunable of this file on this device. */
    int setting(String setting) {
        Integer value = settings.get(setting);
        if (value == null) {
            throw new IllegalArgumentException("no setting is called " + setting + " for " + name + ".cl");
        }
        return value;
    }

    /** Launches at least {@code n} work-items. */
    void launch(Kernel kernel, int n) {
        int group = setting("GROUP");
        kernel.launch(Kernel.groups(n, group), 1, 1, group, 1);
    }

    /** Launches at least {@code x} by {@code y} work-items. */
    void launch(Kernel kernel, int x, int y) {
        launch(kernel, x, y, 1);
    }

    /** Launches at least {@code x} by {@code y} work-items, {@code z} times. */
    void launch(Kernel kernel, int x, int y, int z) {
        int groupX = setting("GROUP_X");
        int groupY = setting("GROUP_Y");
        kernel.launch(Kernel.groups(x, groupX), Kernel.groups(y, groupY), z, groupX, groupY);
    }

    @Override
    public void close() {
        kernels.values().forEach(Kernel::close);
        kernels.clear();
    }
}
