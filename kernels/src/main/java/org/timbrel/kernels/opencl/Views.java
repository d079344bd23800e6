package org.timbrel.kernels.opencl;

import java.util.Arrays;
import org.timbrel.engine.backend.BinaryOp;
import org.timbrel.engine.backend.Broadcast;
import org.timbrel.engine.backend.Buffer;

/** What reads or writes by axes and steps: {@code broadcast.cl}. */
final class Views {
    /** Axes that a kernel takes besides the last one. */
    private static final int OUTER_AXES = 8;

    private final KernelFile file;

    Views(Programs programs) {
        file = programs.file("broadcast");
    }

    void binary(BinaryOp op, Broadcast broadcast, Buffer a, Buffer b, Buffer y) {
        int[] shape = broadcast.shape();
        int last = shape.length - 1;
        if (last > OUTER_AXES) {
            throw new IllegalArgumentException("opencl joins shapes of at most " + (OUTER_AXES + 1)
                    + " axes that can't be walked as one, got " + Arrays.toString(shape));
        }
        int outer = product(shape, 0, last);
        KernelFile stored = file.storedAs(y, a, b);
        Kernel kernel = stored.kernel("binary")
                .with(number(op))
                .with(shape, 0, last, 1)
                .with(broadcast.stepsA(), 0, last, 0)
                .with(broadcast.stepsB(), 0, last, 0)
                .with(outer)
                .with(shape[last])
                .with(broadcast.stepsA()[last])
                .with(broadcast.stepsB()[last])
                .with(a)
                .with(b)
                .with(y);
        stored.launch(kernel, Kernel.groups(shape[last], file.setting("PIECE")), outer);
    }

    /** The number by which {@code broadcast.cl} knows a function. */
    private static int number(BinaryOp op) {
        return switch (op) {
            case ADD -> 0;
            case SUBTRACT -> 1;
            case MULTIPLY -> 2;
            case DIVIDE -> 3;
        };
    }

    /**
     * Copies between views. Axes along which places of y come twice, or that are too many for one launch, are walked by
     * launches one after another.
     */
    void copy(int[] shape, Buffer x, int xOffset, int[] xSteps, Buffer y, int yOffset, int[] ySteps, boolean add) {
        if (shape.length == 0) {
            launchCopy(new int[] {1}, 0, x, xOffset, new int[] {1}, y, yOffset, new int[] {1}, add);
        } else {
            copyFrom(0, shape, x, xOffset, xSteps, y, yOffset, ySteps, add);
        }
    }

    private void copyFrom(
            int axis,
            int[] shape,
            Buffer x,
            int xOffset,
            int[] xSteps,
            Buffer y,
            int yOffset,
            int[] ySteps,
            boolean add) {
        if (shape.length - 1 - axis <= OUTER_AXES && placesDiffer(axis, shape, ySteps)) {
            launchCopy(shape, axis, x, xOffset, xSteps, y, yOffset, ySteps, add);
            return;
        }
        if (axis == shape.length - 1) {
            for (int i = 0; i < shape[axis]; i++) {
                int[] one = {1};
                launchCopy(one, 0, x, xOffset + i * xSteps[axis], one, y, yOffset + i * ySteps[axis], one, add);
            }
            return;
        }
        for (int i = 0; i < shape[axis]; i++) {
            copyFrom(
                    axis + 1, shape, x, xOffset + i * xSteps[axis], xSteps, y, yOffset + i * ySteps[axis], ySteps, add);
        }
    }

    /** Whether the axes from one on reach no place twice: each must step over all that the axes of smaller steps reach. */
    private static boolean placesDiffer(int axis, int[] shape, int[] steps) {
        for (int i = axis; i < shape.length; i++) {
            int step = Math.abs(steps[i]);
            int reach = 0;
            for (int j = axis; j < shape.length; j++) {
                int other = Math.abs(steps[j]);
                if (j != i && (other < step || (other == step && j > i))) {
                    reach += (shape[j] - 1) * other;
                }
            }
            if (shape[i] > 1 && step <= reach) {
                return false;
            }
        }
        return true;
    }

    private void launchCopy(
            int[] shape,
            int axis,
            Buffer x,
            int xOffset,
            int[] xSteps,
            Buffer y,
            int yOffset,
            int[] ySteps,
            boolean add) {
        int last = shape.length - 1;
        int outer = product(shape, axis, last);
        KernelFile stored = file.storedAs(y, x);
        Kernel kernel = stored.kernel("copy_strided")
                .with(shape, axis, last, 1)
                .with(xSteps, axis, last, 0)
                .with(ySteps, axis, last, 0)
                .with(outer)
                .with(shape[last])
                .with(xSteps[last])
                .with(ySteps[last])
                .with(x)
                .with(xOffset)
                .with(y)
                .with(yOffset)
                .with(add);
        stored.launch(kernel, Kernel.groups(shape[last], file.setting("PIECE")), outer);
    }

    /** y (columns,rows) = x (rows,columns), for each matrix of a batch. */
    void transpose(Buffer x, int batch, int rows, int columns, Buffer y) {
        int vector = file.setting("VECTOR");
        KernelFile stored = file.storedAs(y, x);
        Kernel kernel =
                stored.kernel("transpose").with(x).with(rows).with(columns).with(y);
        stored.launch(kernel, Kernel.groups(columns, vector), Kernel.groups(rows, vector), batch);
    }

    private static int product(int[] shape, int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product *= shape[i];
        }
        return product;
    }
}
