package org.timbrel.engine.tensor;

import java.util.Arrays;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;

/**
 * y = the sum of x along an axis, or of all elements.
 *
 * <p>Backward: dx = dy, repeated along the axis.
 */
final class Sum {
    private Sum() {}

    static Tensor all(Tensor x) {
        int n = x.shape().size();
        Tensor y = Results.of(Shape.of(), false, x);
        x.backend().sum(x.buffer(), 1, n, 1, y.buffer());
        return y.withBackward((dy, d) -> repeat(x.backend(), dy, 1, n, 1, d[0]));
    }

    static Tensor along(Tensor x, int axis) {
        Shape shape = x.shape();
        int at = shape.axis(axis);
        int outer = shape.product(0, at);
        int n = shape.get(at);
        int inner = shape.product(at + 1, shape.rank());
        int[] lengths = new int[shape.rank() - 1];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = shape.get(i < at ? i : i + 1);
        }
        Tensor y = Results.of(Shape.of(lengths), false, x);
        x.backend().sum(x.buffer(), outer, n, inner, y.buffer());
        return y.withBackward((dy, d) -> repeat(x.backend(), dy, outer, n, inner, d[0]));
    }

    /** dx (outer,n,inner) = dy (outer,inner), n times. */
    static void repeat(Backend backend, Buffer dy, int outer, int n, int inner, Buffer dx) {
        if (inner == 1) {
            // as rows, which a backend copies faster than single numbers
            backend.copyStrided(new int[] {outer, n}, dy, 0, new int[] {1, 0}, dx, 0, new int[] {n, 1}, false);
            return;
        }
        backend.copyStrided(
                new int[] {outer, n, inner},
                dy,
                0,
                new int[] {inner, 0, 1},
                dx,
                0,
                new int[] {n * inner, inner, 1},
                false);
    }

    /**
     * Sums {@code full}, which has y's shape, over every axis along which {@code target} has the length 1 or no axis.
     * Neighbouring axes to be summed go in one reduction.
     */
    static void overStretched(Tensor y, Buffer full, Shape target, Buffer out) {
        int[] lengths = y.shape().toArray();
        Backend backend = y.backend();
        Buffer from = full;
        int missing = lengths.length - target.rank();
        int axis = 0;
        while (axis < lengths.length) {
            int end = axis;
            while (end < lengths.length && lengths[end] != lengthIn(target, end - missing)) {
                end++;
            }
            if (end == axis) {
                axis++;
                continue;
            }
            int outer = product(lengths, 0, axis);
            int n = product(lengths, axis, end);
            int inner = product(lengths, end, lengths.length);
            Buffer to = y.allocateScratch(outer * inner);
            backend.sum(from, outer, n, inner, to);
            if (from != full) {
                y.release(from);
            }
            from = to;
            Arrays.fill(lengths, axis, end, 1);
            axis = end;
        }
        backend.copy(from, 0, out, 0, target.size());
        if (from != full) {
            y.release(from);
        }
    }

    private static int lengthIn(Shape target, int axis) {
        return axis < 0 ? 1 : target.get(axis);
    }

    private static int product(int[] lengths, int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product *= lengths[i];
        }
        return product;
    }
}
