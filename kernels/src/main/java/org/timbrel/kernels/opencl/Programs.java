package org.timbrel.kernels.opencl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_device_id;
import org.jocl.cl_program;

/** The programs of one device: each {@code .cl} file is built when its first kernel is asked for, with the device's settings. */
final class Programs implements AutoCloseable {
    /** The option of variants of which an operand holds halves. */
    static final String HALVES = "-D HALVES=1";

    private static final String LANGUAGE = "-cl-std=CL1.2 ";
    private static final String PRELUDE = "prelude";
    private static final Pattern INCLUDE = Pattern.compile("#include \"(\\w+)\\.cl\"");
    /** What the files of kernels for tensor cores have in common; their names end in it. */
    private static final String TENSOR_CORES = "mma";

    private final OpenClQueue queue;
    private final KernelSettings settings;
    private final ProgramCache cache;
    private final Map<String, cl_program> programs = new HashMap<>();
    private final Map<String, KernelFile> files = new HashMap<>();

    Programs(OpenClQueue queue, KernelSettings settings, ProgramCache cache) {
        this.queue = queue;
        this.settings = settings;
        this.cache = cache;
    }

    KernelSettings settings() {
        return settings;
    }

    /** A file, to be built with no more options than the settings. */
    KernelFile file(String name) {
        return file(name, "");
    }

    /**
     * A file.
     *
     * @param variant options of its own, such as {@code -D STRIDE_T=2}
     */
    KernelFile file(String name, String variant) {
        return files.computeIfAbsent(name + ' ' + variant, key -> new KernelFile(this, name, variant));
    }

    Kernel kernel(String file, String variant, String name) {
        cl_program program = program(file, variant);
        boolean halves = variant.contains(HALVES);
        try {
            return new Kernel(queue, CL.clCreateKernel(program, name, null), file + ".cl, " + name, halves);
        } catch (CLException e) {
            throw OpenClError.failed(e, queue.device().name());
        }
    }

    private cl_program program(String file, String variant) {
        return programs.computeIfAbsent(file + ' ' + variant, key -> {
            String options = (LANGUAGE + settings.options(settingsOf(file)) + ' ' + variant).strip();
            String shared = onTensorCores(file) ? source(PRELUDE) + source(TENSOR_CORES) : source(PRELUDE);
            return build(file + ".cl", shared + source(file), options);
        });
    }

    /** Under which name the settings of a file stand. */
    static String settingsOf(String file) {
        return onTensorCores(file) ? TENSOR_CORES : file;
    }

    private static boolean onTensorCores(String file) {
        return file.endsWith("_" + TENSOR_CORES);
    }

    /** A file's text; a line that includes another file stands for that one's text. */
    private static String source(String file) {
        return INCLUDE.matcher(text(file)).replaceAll(line -> Matcher.quoteReplacement(source(line.group(1))));
    }

    private static String text(String file) {
        try (InputStream in = Programs.class.getResourceAsStream(file + ".cl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Builds a source, or takes what an earlier start built. */
    cl_program build(String name, String source, String options) {
        String key = ProgramCache.key(source, options, queue.device());
        Optional<byte[]> kept = cache.get(key);
        if (kept.isPresent()) {
            Optional<cl_program> program = load(kept.get(), options);
            if (program.isPresent()) {
                return program.get();
            }
        }
        cl_program program = CL.clCreateProgramWithSource(queue.context(), 1, new String[] {source}, null, null);
        try {
            CL.clBuildProgram(program, 1, devices(), options, null, null);
        } catch (CLException e) {
            String log = log(program);
            CL.clReleaseProgram(program);
            throw OpenClError.notBuilt(name, options, log, queue.device());
        }
        cache.put(key, binary(program));
        return program;
    }

    /** A program that was built before; empty if the driver won't have it. */
    private Optional<cl_program> load(byte[] binary, String options) {
        try {
            cl_program program = CL.clCreateProgramWithBinary(
                    queue.context(), 1, devices(), new long[] {binary.length}, new byte[][] {binary}, new int[1], null);
            CL.clBuildProgram(program, 1, devices(), options, null, null);
            return Optional.of(program);
        } catch (CLException e) {
            return Optional.empty();
        }
    }

    private cl_device_id[] devices() {
        return new cl_device_id[] {queue.device().id()};
    }

    private String log(cl_program program) {
        long[] size = new long[1];
        CL.clGetProgramBuildInfo(program, queue.device().id(), CL.CL_PROGRAM_BUILD_LOG, 0, null, size);
        byte[] log = new byte[(int) size[0]];
        CL.clGetProgramBuildInfo(
                program, queue.device().id(), CL.CL_PROGRAM_BUILD_LOG, log.length, Pointer.to(log), null);
        return new String(log, 0, Math.max(0, log.length - 1), StandardCharsets.UTF_8);
    }

    private static byte[] binary(cl_program program) {
        long[] size = new long[1];
        CL.clGetProgramInfo(program, CL.CL_PROGRAM_BINARY_SIZES, Sizeof.size_t, Pointer.to(size), null);
        byte[] binary = new byte[(int) size[0]];
        CL.clGetProgramInfo(
                program, CL.CL_PROGRAM_BINARIES, Sizeof.POINTER, Pointer.to(new Pointer[] {Pointer.to(binary)}), null);
        return binary;
    }

    @Override
    public void close() {
        files.values().forEach(KernelFile::close);
        programs.values().forEach(CL::clReleaseProgram);
        files.clear();
        programs.clear();
    }
}
