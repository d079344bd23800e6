package org.timbrel.kernels.opencl;

import java.util.HashMap;
import java.util.Map;
import org.timbrel.engine.backend.Buffer;

/** The kernels of one {@code .cl} file, in one variant; built when the first is asked for. */
final class KernelFile implements AutoCloseable {
    private final Programs programs;
    private final String name;
    private final String variant;
    private final Map<String, Integer> settings;
    private final Map<String, Kernel> kernels = new HashMap<>();
    private final KernelFile[] stored = new KernelFile[16];

    KernelFile(Programs programs, String name, String variant) {
        this.programs = programs;
        this.name = name;
        this.variant = variant;
        this.settings = programs.settings().of(Programs.settingsOf(name));
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

    /** The variant that writes {@code to} as it is stored, in floats or in halves. */
    KernelFile storedAs(Buffer to) {
        return storedAs(to, null);
    }

    /** The variant that also reads {@code a} as it is stored. */
    KernelFile storedAs(Buffer to, Buffer a) {
        return storedAs(to, a, null);
    }

    KernelFile storedAs(Buffer to, Buffer a, Buffer b) {
        return storedAs(to, a, b, null);
    }

    /** Likewise for all of a kernel's operands; null for one that it doesn't have. */
    KernelFile storedAs(Buffer to, Buffer a, Buffer b, Buffer c) {
        int halves = half(to, 1) + half(a, 2) + half(b, 4) + half(c, 8);
        if (halves == 0) {
            return this;
        }
        if (stored[halves] == null) {
            stored[halves] = programs.file(name, (variant + ' ' + Programs.HALVES + types(halves)).strip());
        }
        return stored[halves];
    }

    private static int half(Buffer buffer, int bit) {
        return buffer != null && buffer.isHalf() ? bit : 0;
    }

    /** Options by which {@code prelude.cl} knows what the operands hold. */
    private static String types(int halves) {
        StringBuilder options = new StringBuilder();
        String[] operands = {"TO_T", "A_T", "B_T", "C_T"};
        for (int i = 0; i < operands.length; i++) {
            if ((halves >> i & 1) == 1) {
                options.append(" -D ").append(operands[i]).append("=half");
            }
        }
        return options.toString();
    }

    /** A tunable of this file on this device. */
    int setting(String setting) {
        Integer value = settings.get(setting);
        if (value == null) {
            throw new IllegalArgumentException("no setting is called " + setting + " for " + name + ".cl");
        }
        return value;
    }

    /** Launches as many work-items as {@code n} numbers have vectors. */
    void launchVectors(Kernel kernel, int n) {
        launch(kernel, Kernel.groups(n, setting("VECTOR")));
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
