package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import org.timbrel.engine.backend.BinaryOp;
import org.timbrel.engine.backend.Broadcast;
import org.timbrel.engine.backend.MapOp;

/**
 * Elementwise kernels over whole buffers, shared out to the workers in blocks. The many short ones of a training step, on
 * biases and statistics, run at once.
 */
final class Elementwise {
    private final Workers workers;

    Elementwise(Workers workers) {
        this.workers = workers;
    }

    void map(MapOp op, float[] x, float[] y, int n) {
        if (Workers.isOneBlock(n)) {
            Maps.apply(op, x, 0, y, 0, n, workers.scratch());
        } else {
            workers.runBlocks(n, (at, count) -> Maps.apply(op, x, at, y, at, count, workers.scratch()));
        }
    }

    void mapBackward(MapOp op, float[] x, float[] y, float[] dy, float[] dx, int n) {
        workers.runBlocks(n, (at, count) -> Maps.backward(op, x, y, dy, dx, at, count, workers.scratch()));
    }

    void affine(float[] x, double scale, double shift, float[] y, int n) {
        if (Workers.isOneBlock(n)) {
            Arithmetic.affine(x, 0, (float) scale, (float) shift, y, 0, n);
        } else {
            workers.runBlocks(n, (at, count) -> Arithmetic.affine(x, at, (float) scale, (float) shift, y, at, count));
        }
    }

    void addScaled(float[] x, double scale, float[] y, int n) {
        if (Workers.isOneBlock(n)) {
            Arithmetic.addScaled(x, 0, (float) scale, y, 0, n);
        } else {
            workers.runBlocks(n, (at, count) -> Arithmetic.addScaled(x, at, (float) scale, y, at, count));
        }
    }

    /** As {@link org.timbrel.engine.backend.Backend#binary}. */
    void binary(BinaryOp op, Broadcast broadcast, float[] a, float[] b, float[] y) {
        int axis = broadcast.shape().length - 1;
        int run = broadcast.shape()[axis];
        if (broadcast.size() == 0) {
            return;
        }
        int stepA = broadcast.stepsA()[axis];
        int stepB = broadcast.stepsB()[axis];
        if (axis == 0) {
            workers.runBlocks(run, (at, n) -> binaryRun(op, a, at * stepA, stepA, b, at * stepB, stepB, y, at, n));
            return;
        }
        int runs = broadcast.size() / run;
        int[] shape = broadcast.shape();
        workers.runRows(runs, run, (first, count) -> {
            for (int r = first; r < first + count; r++) {
                int aAt = Strides.position(r, shape, broadcast.stepsA(), axis);
                int bAt = Strides.position(r, shape, broadcast.stepsB(), axis);
                binaryRun(op, a, aAt, stepA, b, bAt, stepB, y, r * run, run);
            }
        });
    }

    private static void binaryRun(
            BinaryOp op, float[] a, int aAt, int stepA, float[] b, int bAt, int stepB, float[] y, int yAt, int n) {
        if (stepA == 1 && stepB == 1) {
            Arithmetic.apply(op, a, aAt, b, bAt, y, yAt, n);
        } else if (stepA == 1 && stepB == 0 && op != BinaryOp.DIVIDE) {
            float value = b[bAt];
            switch (op) {
                case ADD -> Arithmetic.affine(a, aAt, 1, value, y, yAt, n);
                case SUBTRACT -> Arithmetic.affine(a, aAt, 1, -value, y, yAt, n);
                default -> Arithmetic.affine(a, aAt, value, 0, y, yAt, n);
            }
        } else {
            for (int i = 0; i < n; i++) {
                y[yAt + i] = Arithmetic.apply(op, a[aAt + i * stepA], b[bAt + i * stepB]);
            }
        }
    }

    /** As {@link org.timbrel.engine.backend.Backend#copyStrided}. */
    void copyStrided(
            int[] shape, float[] x, int xOffset, int[] xStrides, float[] y, int yOffset, int[] yStrides, boolean add) {
        int size = 1;
        for (int length : shape) {
            size *= length;
        }
        if (size == 0) {
            return;
        }
        int axis = shape.length - 1;
        int run = axis < 0 ? 1 : shape[axis];
        int xStep = axis < 0 ? 1 : xStrides[axis];
        int yStep = axis < 0 ? 1 : yStrides[axis];
        RowTask rows = (first, count) -> {
            for (int r = first; r < first + count; r++) {
                int from = xOffset + Strides.position(r, shape, xStrides, axis);
                int to = yOffset + Strides.position(r, shape, yStrides, axis);
                copyRun(x, from, xStep, y, to, yStep, run, add);
            }
        };
        if (add) {
            // runs may meet in y
            rows.run(0, size / run);
        } else {
            workers.runRows(size / run, run, rows);
        }
    }

    private static void copyRun(float[] x, int from, int xStep, float[] y, int to, int yStep, int n, boolean add) {
        if (xStep == 1 && yStep == 1) {
            if (add) {
                Arithmetic.apply(BinaryOp.ADD, y, to, x, from, y, to, n);
            } else {
                System.arraycopy(x, from, y, to, n);
            }
        } else if (xStep == 0 && yStep == 1 && !add) {
            Arrays.fill(y, to, to + n, x[from]);
        } else if (add) {
            for (int i = 0; i < n; i++) {
                y[to + i * yStep] += x[from + i * xStep];
            }
        } else {
            for (int i = 0; i < n; i++) {
                y[to + i * yStep] = x[from + i * xStep];
            }
        }
    }
}
