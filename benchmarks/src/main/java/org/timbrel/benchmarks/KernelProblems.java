package org.timbrel.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.timbrel.benchmarks.kernels.Engines;
import org.timbrel.benchmarks.kernels.Problem;
import org.timbrel.benchmarks.kernels.TorchPeer;
import org.timbrel.benchmarks.kernels.conv2d.Conv2dLadder;
import org.timbrel.benchmarks.kernels.conv2d.Conv2dPass;
import org.timbrel.benchmarks.kernels.elementwise.ElementwiseOp;
import org.timbrel.benchmarks.kernels.elementwise.ElementwiseProblem;
import org.timbrel.benchmarks.kernels.matmul.MatmulLadder;
import org.timbrel.cli.CommandException;
import org.timbrel.cli.ExitCode;
import org.timbrel.engine.backend.Conv2dShape;

/** Reads operations and sizes as they are typed. Problems are made one at a time, as their inputs may be large. */
final class KernelProblems {
    private static final List<String> MATMUL = List.of("256", "512", "1024");
    private static final List<String> CONV2D =
            List.of("173x128x1x32", "86x64x32x64", "43x32x64x128", "30x30x64x128:valid", "14x14x128x256:valid");
    /** Every 3 x 3 convolution of the recipes, at the segments that they take. */
    private static final List<String> CONV2D_PASSES = List.of(
            "173x128x1x32",
            "86x64x32x64",
            "43x32x64x128",
            "210x210x1x32",
            "105x105x32x64",
            "52x52x64x128",
            "128x128x1x32:valid",
            "63x63x32x64:valid",
            "30x30x64x128:valid",
            "14x14x128x256:valid",
            "6x6x256x512:valid",
            "128x128x1x16",
            "64x64x16x32",
            "128x40x1x32",
            "64x20x32x56",
            "32x10x56x56");

    private static final List<String> ELEMENTWISE = List.of("16777216");

    private KernelProblems() {}

    /** Whether an operation of PyTorch makes a new tensor at each call. */
    static boolean allocates(String operation) {
        return operation.startsWith("conv2d");
    }

    /**
     * The problems in order.
     *
     * @param sizes as they are typed; none for the usual ones
     * @throws CommandException if an operation or a size can't be read
     */
    static List<Supplier<Problem>> of(
            String operation, List<String> sizes, int batch, Engines engines, List<TorchPeer> peers) {
        return switch (operation) {
            case "matmul" ->
                orElse(sizes, MATMUL).stream()
                        .map(size -> matmul(size, engines, peers))
                        .toList();
            case "conv2d" ->
                orElse(sizes, CONV2D).stream()
                        .map(size -> conv2d(size, batch))
                        .map(shape -> (Supplier<Problem>) () -> new Conv2dLadder(shape, engines, peers))
                        .toList();
            case "conv2d-passes" ->
                orElse(sizes, CONV2D_PASSES).stream()
                        .map(size -> conv2d(size, batch))
                        .flatMap(shape -> passes(shape, engines, peers))
                        .toList();
            case "elementwise" ->
                orElse(sizes, ELEMENTWISE).stream()
                        .flatMap(size -> elementwise(size, engines, peers))
                        .toList();
            default ->
                throw new CommandException(
                        ExitCode.USAGE,
                        "--op must be matmul, conv2d, conv2d-passes or elementwise, got '" + operation + "'.");
        };
    }

    private static List<String> orElse(List<String> sizes, List<String> usual) {
        return sizes.isEmpty() ? usual : sizes;
    }

    private static Supplier<Problem> matmul(String size, Engines engines, List<TorchPeer> peers) {
        int[] n = numbers(size, size, "a number, or MxNxK", 1, 3);
        int m = n[0];
        int columns = n.length == 1 ? m : n[1];
        int depth = n.length == 1 ? m : n[2];
        return () -> new MatmulLadder(m, columns, depth, engines, peers);
    }

    private static Conv2dShape conv2d(String size, int batch) {
        boolean valid = size.endsWith(":valid");
        String lengths = valid ? size.substring(0, size.length() - ":valid".length()) : size;
        int[] n = numbers(size, lengths, "TxFxCxO, such as 86x64x32x64, or 30x30x64x128:valid", 4, 4);
        if (valid && Math.min(n[0], n[1]) < 3) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--sizes " + size + " leaves nothing: a valid 3 x 3 convolution wants 3 x 3 or more.");
        }
        return valid
                ? Conv2dShape.valid(batch, n[0], n[1], n[2], 3, 3, n[3], 1, 1)
                : Conv2dShape.same(batch, n[0], n[1], n[2], 3, 3, n[3], 1, 1);
    }

    private static Stream<Supplier<Problem>> passes(Conv2dShape shape, Engines engines, List<TorchPeer> peers) {
        return Conv2dPass.Direction.of(shape).map(direction -> () -> new Conv2dPass(direction, shape, engines, peers));
    }

    private static Stream<Supplier<Problem>> elementwise(String size, Engines engines, List<TorchPeer> peers) {
        int n = numbers(size, size, "a number", 1, 1)[0];
        return Arrays.stream(ElementwiseOp.values()).map(op -> () -> new ElementwiseProblem(op, n, engines, peers));
    }

    /** Numbers with an x between them; as few or as many as can be read. */
    private static int[] numbers(String size, String lengths, String form, int few, int many) {
        String[] words = lengths.split("x", -1);
        boolean right = words.length == few || words.length == many;
        for (String word : words) {
            right &= word.matches("[1-9][0-9]{0,8}");
        }
        if (!right) {
            throw new CommandException(ExitCode.USAGE, "--sizes wants " + form + ", got '" + size + "'.");
        }
        return Arrays.stream(words).mapToInt(Integer::parseInt).toArray();
    }
}
