package org.timbrel.kernels.opencl;

import java.util.Optional;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.BackendFailedException;
import org.timbrel.engine.backend.BackendUnavailableException;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.MatmulShape;

/**
 * Matrix products and convolutions on the tensor cores of an NVIDIA GPU: {@code mma.cl}. Whether the driver takes the instruction, and
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

    /** The environment variable that names what floats are rounded to, so that they too are multiplied on tensor cores. */
    static final String FOR_FLOATS = "TIMBREL_TENSOR_CORES";

    private static final Optional<Operands> HALVES = Optional.of(Operands.HALF);
    private static final String INSTRUCTION = " -D MMA_PTX";
    /** Nobody waits for the result, but somebody for the compiler, which takes thirty times as long to optimise it. */
    private static final String EMULATION = " -cl-opt-disable";

    private static final int PIECE_ROWS = 16;
    private static final int PIECE_COLUMNS = 8;
    private static final int WARP = 32;
    /** Groups that keep a GPU busy: the sums of a gradient of weights are cut into parts until there are as many. */
    private static final int GROUPS = 256;
    /** Fewest pixels of a part. */
    private static final int PART = 256;

    private final OpenClQueue queue;
    private final Programs programs;
    private final DeviceMemory memory;
    private final Reductions reductions;
    private final Scratch scratch;
    private final boolean emulated;
    private final Optional<Operands> forFloats;
    private String missing;

    /**
     * None until they are tried.
     *
     * @param emulated whether plain OpenCL C takes the place of the instruction, which runs on any device and is slow
     * @param forFloats what floats are rounded to; empty if only halves are multiplied here
     */
    TensorCores(
            OpenClQueue queue,
            Programs programs,
            DeviceMemory memory,
            Reductions reductions,
            Scratch scratch,
            boolean emulated,
            Optional<Operands> forFloats) {
        this.queue = queue;
        this.programs = programs;
        this.memory = memory;
        this.reductions = reductions;
        this.scratch = scratch;
        this.emulated = emulated;
        this.forFloats = forFloats;
    }

    /** The settings with small tiles, for devices on which the instruction takes its time because it is none. */
    static KernelSettings smallest(KernelSettings settings) {
        return settings.with("mma.WARPS_M", 1)
                .with("mma.WARPS_N", 2)
                .with("mma.FRAGMENTS_M", 2)
                .with("mma.FRAGMENTS_N", 2);
    }

    /**
     * What floats are to be rounded to, by a word of a user.
     *
     * @param word {@code tf32} or {@code bfloat16}; null or nothing if floats stay what they are
     * @throws BackendUnavailableException if it is another word
     */
    static Optional<Operands> forFloats(String word) {
        if (word == null || word.isEmpty()) {
            return Optional.empty();
        }
        return switch (word) {
            case "tf32" -> Optional.of(Operands.TF32);
            case "bfloat16" -> Optional.of(Operands.BFLOAT16);
            default ->
                throw new BackendUnavailableException("backend 'opencl' can't be opened: " + FOR_FLOATS
                        + " wants tf32 or bfloat16, got '" + word + "'; unset it to multiply in single precision");
        };
    }

    /** @throws BackendUnavailableException if floats were to be multiplied here, and there are no tensor cores */
    void requireWhatWasAskedFor() {
        if (forFloats.isPresent() && !available()) {
            throw new BackendUnavailableException("backend 'opencl' can't be opened: " + FOR_FLOATS + " asks for "
                    + forFloats.get().words() + " on tensor cores, but they are not used: " + missing() + "; unset it");
        }
    }

    /** What floats are rounded to before they are multiplied; empty if they are not. */
    Optional<Operands> forFloats() {
        return forFloats;
    }

    /** Whether they multiply these, on a device that has such: halves, and floats if that was asked for. */
    boolean take(Buffer a, Buffer b) {
        return operands(a, b).isPresent() && available();
    }

    private Optional<Operands> operands(Buffer a, Buffer b) {
        if (a.isHalf() != b.isHalf()) {
            return Optional.empty();
        }
        return a.isHalf() ? HALVES : forFloats;
    }

    /** Whether there are such, and they compute what they should. */
    public boolean available() {
        return missing().isEmpty();
    }

    /** Whether there are tensor cores, or why they are not used: one sentence. */
    public String sentence() {
        return available()
                ? "Tensor cores: products and convolutions of halves are computed by mma.sync."
                : "Tensor cores are not used: " + missing() + ".";
    }

    private String missing() {
        if (missing == null) {
            missing = tried();
        }
        return missing;
    }

    private String tried() {
        OpenClDevice device = queue.device();
        if (!emulated && device.deviceClass() != DeviceClass.NVIDIA) {
            return device.name() + " is no GPU of NVIDIA";
        }
        try {
            for (Operands operands : Operands.values()) {
                if (!multiplyRightly(operands)) {
                    return "a product of small whole numbers in " + operands.words() + " came out wrong";
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
    private boolean multiplyRightly(Operands operands) {
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
        DeviceBuffer left = onDevice(a);
        DeviceBuffer right = onDevice(b);
        float[] got = new float[m * n];
        DeviceBuffer product = onDevice(got);
        multiply(operands, MatmulShape.plain(m, n, k), left, right, null, Activation.NONE, false, product);
        queue.read(product.memory(), 0, got, got.length);
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

    private DeviceBuffer onDevice(float[] values) {
        DeviceBuffer buffer = memory.allocate(values.length);
        queue.write(values, values.length, buffer.memory(), 0);
        return buffer;
    }

    /** As {@link org.timbrel.engine.backend.Backend#matmul}, of operands that they take. */
    void multiply(MatmulShape s, Buffer a, Buffer b, Buffer bias, Activation activation, boolean accumulate, Buffer c) {
        multiply(operands(a, b).orElseThrow(), s, a, b, bias, activation, accumulate, c);
    }

    /** The same with operands rounded as said. */
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
        KernelFile file = file("matmul_mma", operands.option()).storedAs(c, a, b, bias);
        Kernel kernel = file.kernel("matmul_mma");
        Matmul.arguments(kernel, s.m(), s.n(), s.k(), left, right, bias, activation, accumulate, to);
        launch(file, kernel, s.m(), s.n(), s.batch());
    }

    /** As {@link org.timbrel.engine.backend.Backend#conv2d}, of operands that they take. */
    void convolve(Conv2dShape s, Buffer x, Buffer w, Buffer bias, Activation activation, Buffer y) {
        KernelFile file = convolution(0, x, w).storedAs(y, x, w, bias);
        int pixels = s.n() * s.outT() * s.outF();
        Kernel kernel = sizes(file, pixels, s.outT(), s.outF(), s.o(), s.t(), s.f(), s.c(), s);
        kernel.with(x)
                .with(w)
                .with(bias == null ? y : bias)
                .with(bias != null)
                .with(activation)
                .with(y);
        launch(file, kernel, pixels, s.o(), 1);
    }

    /** As {@link org.timbrel.engine.backend.Backend#conv2dBackwardInput}, of operands that they take. */
    void backwardInput(Conv2dShape s, Buffer dy, Buffer w, Buffer dx) {
        KernelFile file = convolution(1, dy, w).storedAs(dx, dy, w);
        int pixels = s.n() * s.t() * s.f();
        Kernel kernel = sizes(file, pixels, s.t(), s.f(), s.c(), s.outT(), s.outF(), s.o(), s);
        kernel.with(dy).with(w).with(dx).with(false).with(Activation.NONE).with(dx);
        launch(file, kernel, pixels, s.c(), 1);
    }

    /** As {@link org.timbrel.engine.backend.Backend#conv2dBackwardWeights} without the bias, of operands that they take. */
    void backwardWeights(Conv2dShape s, Buffer x, Buffer dy, Buffer dw) {
        KernelFile file = convolution(2, x, dy).storedAs(null, x, dy);
        int pixels = s.n() * s.outT() * s.outF();
        int rows = s.kt() * s.kf() * s.c();
        int tiles = Kernel.groups(rows, rows(file)) * Kernel.groups(s.o(), columns(file));
        int chunk = Math.max(PART, Kernel.groups(pixels, Kernel.groups(GROUPS, tiles)));
        int parts = Kernel.groups(pixels, chunk);
        Buffer partial = scratch.take(Scratch.Use.PARTIAL_GRADIENTS, parts * s.weightSize());
        Kernel kernel = sizes(file, pixels, s.outT(), s.outF(), s.o(), s.t(), s.f(), s.c(), s);
        kernel.with(chunk).with(x).with(dy).with(partial);
        launch(file, kernel, rows, s.o(), parts);
        reductions.sum(partial, 1, parts, s.weightSize(), dw);
    }

    private KernelFile convolution(int to, Buffer a, Buffer b) {
        return file("conv2d_mma", operands(a, b).orElseThrow().option() + " -D TO=" + to);
    }

    private KernelFile file(String name, String options) {
        return programs.file(name, options + (emulated ? EMULATION : INSTRUCTION));
    }

    /** A convolution's kernel with the arguments that all three directions begin with. */
    private static Kernel sizes(
            KernelFile file, int pixels, int toT, int toF, int channels, int t, int f, int depth, Conv2dShape s) {
        return file.kernel("conv2d_mma")
                .with(pixels)
                .with(toT)
                .with(toF)
                .with(channels)
                .with(t)
                .with(f)
                .with(depth)
                .with(s.kt())
                .with(s.kf())
                .with(s.strideT())
                .with(s.strideF())
                .with(s.padT())
                .with(s.padF());
    }

    private static int rows(KernelFile file) {
        return file.setting("WARPS_M") * file.setting("FRAGMENTS_M") * PIECE_ROWS;
    }

    private static int columns(KernelFile file) {
        return file.setting("WARPS_N") * file.setting("FRAGMENTS_N") * PIECE_COLUMNS;
    }

    private static void launch(KernelFile file, Kernel kernel, int m, int n, int batch) {
        int items = WARP * file.setting("WARPS_M") * file.setting("WARPS_N");
        kernel.launch(Kernel.groups(m, rows(file)), Kernel.groups(n, columns(file)), batch, items, 1);
    }
}
