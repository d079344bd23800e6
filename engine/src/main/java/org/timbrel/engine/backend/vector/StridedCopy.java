package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import org.timbrel.engine.backend.BinaryOp;

/** A copy of a strided view to another, of which threads share out the runs along the last axis. */
final class StridedCopy implements RowTask {
    private int[] shape;
    private int axis;
    private int run;
    private boolean add;

    private float[] x;
    private int xOffset;
    private int[] xStrides;
    private int xStep;

    private float[] y;
    private int yOffset;
    private int[] yStrides;
    private int yStep;

    /** As {@link org.timbrel.engine.backend.Backend#copyStrided}. */
    void run(
            Workers workers,
            int[] shape,
            float[] x,
            int xOffset,
            int[] xStrides,
            float[] y,
            int yOffset,
            int[] yStrides,
            boolean add) {
        int size = 1;
        for (int length : shape) {
            size *= length;
        }
        if (size == 0) {
            return;
        }
        this.shape = shape;
        this.axis = shape.length - 1;
        this.run = axis < 0 ? 1 : shape[axis];
        this.add = add;
        this.x = x;
        this.xOffset = xOffset;
        this.xStrides = xStrides;
        this.xStep = axis < 0 ? 1 : xStrides[axis];
        this.y = y;
        this.yOffset = yOffset;
        this.yStrides = yStrides;
        this.yStep = axis < 0 ? 1 : yStrides[axis];
        if (add && !runsAreApart()) {
            run(0, size / run);
        } else {
            workers.runRows(size / run, run, this);
        }
    }

    /** Whether no two runs can meet in y: along each axis, a step goes beyond all that the axes within it reach. */
    private boolean runsAreApart() {
        int reach = 1;
        for (int i = axis; i >= 0; i--) {
            if (yStrides[i] < reach) {
                return false;
            }
            reach += (shape[i] - 1) * yStrides[i];
        }
        return true;
    }

    @Override
    public void run(int first, int count) {
        // the divisions that tell where a run lies take as long as to copy a short one
        int neighbours = axis > 0 ? shape[axis - 1] : 1;
        for (int r = first, together; r < first + count; r += together) {
            together = Math.min(first + count - r, neighbours - r % neighbours);
            int from = xOffset + Strides.position(r, shape, xStrides, axis);
            int to = yOffset + Strides.position(r, shape, yStrides, axis);
            for (int i = 0; i < together; i++) {
                int xAt = axis > 0 ? from + i * xStrides[axis - 1] : from;
                int yAt = axis > 0 ? to + i * yStrides[axis - 1] : to;
                copyRun(x, xAt, xStep, y, yAt, yStep, run, add);
            }
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
