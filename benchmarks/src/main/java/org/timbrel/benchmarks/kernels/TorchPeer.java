package org.timbrel.benchmarks.kernels;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * PyTorch in a Python process of its own, which is asked for one computation after another and takes their time: on the
 * processors, or on a CUDA device, where cuBLAS and cuDNN do the work.
 */
public final class TorchPeer implements AutoCloseable {
    /** Keeps the C library's allocator from mapping and unmapping every large tensor, which costs PyTorch half its speed. */
    private static final Map<String, String> TUNED = Map.of(
            "MALLOC_MMAP_MAX_", "0",
            "MALLOC_TRIM_THRESHOLD_", "16000000000",
            "MALLOC_MMAP_THRESHOLD_", "8000000000");

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter questions;
    private final String version;
    private final Kind kind;

    /** Where it computes, and how. */
    public enum Kind {
        /** On the processors, as installed. */
        PLAIN("cpu"),
        /** On the processors, with an allocator that keeps large tensors. */
        TUNED("cpu"),
        /** On the first CUDA device. */
        CUDA("cuda");

        private final String device;

        Kind(String device) {
            this.device = device;
        }
    }

    private TorchPeer(Process process, BufferedReader answers, String version, Kind kind) {
        this.process = process;
        this.answers = answers;
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
        this.version = version;
        this.kind = kind;
    }

    /**
     * Starts it.
     *
     * @param python the command
     * @return empty if the Python is there and has no PyTorch, or none that sees a CUDA device where one is wanted
     * @throws IOException if there is no such Python
     */
    public static Optional<TorchPeer> start(String python, Kind kind) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(python, "-c", script(), kind.device))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        if (kind == Kind.TUNED) {
            builder.environment().putAll(TUNED);
        }
        Process process = builder.start();
        BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
        String greeting = answers.readLine();
        if (greeting == null || !greeting.startsWith("torch ")) {
            process.destroy();
            return Optional.empty();
        }
        return Optional.of(new TorchPeer(
                process, answers, greeting.substring("torch ".length()).strip(), kind));
    }

    private static String script() throws IOException {
        try (InputStream in = TorchPeer.class.getResourceAsStream("torch_kernels.py")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** PyTorch's version. */
    public String version() {
        return version;
    }

    /** Where it computes, and how. */
    public Kind kind() {
        return kind;
    }

    /**
     * A computation as contenders: on the processors one, on a CUDA device one in single precision, one with TF32 and one with
     * operands of half precision.
     *
     * @param name of the one on the processors
     * @param numbers of the operation, as the script has them
     */
    public List<Contender> contenders(String name, String operation, String numbers, int threads) {
        if (kind != Kind.CUDA) {
            return List.of(contender(name, operation + " " + numbers, threads));
        }
        return List.of(
                contender("PyTorch CUDA", operation + ":single " + numbers, threads),
                contender("PyTorch CUDA, TF32", operation + ":tf32 " + numbers, threads),
                contender("PyTorch CUDA, half", operation + ":half " + numbers, threads));
    }

    /**
     * A computation as a contender.
     *
     * @param call operation and numbers, as the script has them
     */
    public Contender contender(String name, String call, int threads) {
        return Contender.unchecked(name, Contender.Kind.LIBRARY, threads, repetitions -> {
            try {
                questions.write(threads + " " + repetitions + " " + call + "\n");
                questions.flush();
                String answer = answers.readLine();
                if (answer == null) {
                    throw new IOException("PyTorch's process ended at '" + call + "'; --python none leaves it out.");
                }
                return Double.parseDouble(answer);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void close() {
        process.destroy();
    }
}
