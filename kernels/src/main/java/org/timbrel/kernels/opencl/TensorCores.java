package org.timbrel.kernels.opencl;

import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendFailedException;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.MatmulShape;

/**
 * Matrix products on the tensor cores of an NVIDIA GPU: {@code matmul_mma.cl}. Whether the driver takes the instruction, and
 * whether it computes what it should, is tried once, when the first asks; where not, everything goes the plain way.
 */
public final class TensorCores {
    /** What numbers are rounded to before they are multiplied; sums are in single precision. */
    public enum Operands {
        /** IEEE binary16, as mixed precision stores it. */
        HALF("half precision"),
        /** As many bits of the exponent as single precision has, 7 of the fraction. */
        BFLOAT16("bfloat16"),
        /** As many bits of the exponent as single precision has, 10 of the fraction. */
        TF32("TF32");

        private final String words;

        Operands(String words) {
            this.words = words;
        }

        /** Its name in a sentence. */
        public String words() {
            return words;
        }

        private String option() {
            return "-D MMA_TYPE="
                    + switch (this) {
                        case HALF -> 0;
                        case BFLOAT16 -> 1;
                        case TF32 -> 2;
                    };
        }
    }

    private static final String INSTRUCTION = " -D MMA_PTX";
    private static final int PIECE_ROWS = 16;
    private static final int PIECE_COLUMNS = 8;
    private static final int WARP = 32;

    private final OpenClDevice device;
    private final Programs programs;
    private final Backend backend;
    private final boolean emulated;
    private String missing;

    /** @param backend of the same queue, which makes the buffers of the trial */
    TensorCores(OpenClDevice device, Programs programs, Backend backend) {
        this(device, programs, backend, false);
    }

    private TensorCores(OpenClDevice device, Programs programs, Backend backend, boolean emulated) {
        this.device = device;
        this.programs = programs;
        this.backend = backend;
        this.emulated = emulated;
    }

    /** The same with the instruction replaced by plain OpenCL C, which runs on any device and is slow. */
    static TensorCores emulated(OpenClDevice device, Programs programs, Backend backend) {
        return new TensorCores(device, programs, backend, true);
    }

    /** Whether there are such, and they compute what they should. */
    public boolean available() {
        return missing().isEmpty();
    }

    /** Whether there are tensor cores, or why they are not used: one sentence. */
    public String sentence() {
        return available()
                ? "Tensor cores: products of halves are computed by mma.sync."
                : "Tensor cores are not used: " + missing() + ".";
    }

    private String missing() {
        if (missing == null) {
            missing = tried();
        }
        return missing;
    }

    private String tried() {
        if (!emulated && device.deviceClass() != DeviceClass.NVIDIA) {
            return device.name() + " is no GPU of NVIDIA";
        }
        try {
            for (Operands operands : Operands.values()) {
                if (!multipliesRightly(operands)) {
                    return "a product of small whole numbers in " + operands.words + " came out wrong";
                }
            }
            return "";
        } catch (BackendFailedException e) {
            String said = e.getMessage();
            return "the driver does not take mma.sync ("
                    + said.substring(said.lastIndexOf(": ") + 2).replace('\n', ' ') + ")";
        }
    }

    /** A product of small whole numbers, which every rounding leaves as they are. */
    private boolean multipliesRightly(Operands operands) {
        int m = 17;
        int n = 9;
        int k = 37;
        float[] a = new float[m * k];
        float[] b = new float[k * n];
        for (int i = 0; i < a.length; i++) {
            a[i] = i * 7 % 11 - 5;
        }
        for (int i = 0; i < b.length; i++) {
            b[i] = i * 5 % 13 - 6;
        }
        Buffer left = backend.allocate(a.length);
        Buffer right = backend.allocate(b.length);
        Buffer product = backend.allocate(m * n);
        backend.write(a, left, 0);
        backend.write(b, right, 0);
        multiply(operands, MatmulShape.plain(m, n, k), left, right, null, Activation.NONE, false, product);
        float[] got = new float[m * n];
        backend.read(product, 0, got);
        for (int i = 0; i < m * n; i++) {
            float sum = 0;
            for (int p = 0; p < k; p++) {
                sum += a[i / n * k + p] * b[p * n + i % n];
            }
            if (sum != got[i]) {
                return false;
            }
        }
        return true;
    }

    /** As {@link Backend#matmul}, with operands rounded as said. */
    public void multiply(
            Operands operands,
            MatmulShape s,
            Buffer a,
            Buffer b,
            Buffer bias,
            Activation activation,
            boolean accumulate,
            Buffer c) {
        Matmul.Operand left = Matmul.Operand.of(a, s.m(), s.k(), s.transposeA());
        Matmul.Operand right = Matmul.Operand.of(b, s.k(), s.n(), s.transposeB());
        Matmul.Operand to = Matmul.Operand.of(c, s.m(), s.n(), false);
        KernelFile file = programs.file("matmul_mma", operands.option() + (emulated ? "" : INSTRUCTION));
        int warpsM = file.setting("WARPS_M");
        int warpsN = file.setting("WARPS_N");
        int rows = warpsM * file.setting("FRAGMENTS_M") * PIECE_ROWS;
        int columns = warpsN * file.setting("FRAGMENTS_N") * PIECE_COLUMNS;
        Kernel kernel = file.kernel("matmul_mma");
        Matmul.arguments(kernel, s.m(), s.n(), s.k(), left, right, bias, activation, accumulate, to)
                .launch(
                        Kernel.groups(s.m(), rows),
                        Kernel.groups(s.n(), columns),
                        s.batch(),
                        WARP * warpsM * warpsN,
                        1);
    }
}
