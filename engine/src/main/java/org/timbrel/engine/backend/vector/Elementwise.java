package org.timbrel.engine.backend.vector;

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
        Operands operands = operands(x, y);
        operands.mapOp = op;
        workers.runBlocks(n, operands.map);
    }

    void mapBackward(MapOp op, float[] x, float[] y, float[] dy, float[] dx, int n) {
        workers.runBlocks(n, (at, count) -> Maps.backward(op, x, y, dy, dx, at, count, workers.scratch()));
    }

    void affine(float[] x, double scale, double shift, float[] y, int n) {
        Operands operands = operands(x, y);
        operands.scale = (float) scale;
        operands.shift = (float) shift;
        workers.runBlocks(n, operands.affine);
    }

    void addScaled(float[] x, double scale, float[] y, int n) {
        Operands operands = operands(x, y);
        operands.scale = (float) scale;
        workers.runBlocks(n, operands.addScaled);
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
            Operands operands = operands(a, y);
            operands.op = op;
            operands.stepX = stepA;
            operands.b = b;
            operands.stepB = stepB;
            workers.runBlocks(run, operands.binary);
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

    private Operands operands(float[] x, float[] y) {
        Operands operands = workers.scratch().elementwise;
        operands.workers = workers;
        operands.x = x;
        operands.y = y;
        return operands;
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

    /** Operands of the kernel that is under way, and the kernels that read them, each for {@code n} elements from {@code at} on. */
    static final class Operands {
        private Workers workers;
        private MapOp mapOp;
        private BinaryOp op;
        private float[] x;
        private int stepX;
        private float[] b;
        private int stepB;
        private float scale;
        private float shift;
        private float[] y;

        private final RowTask map = (at, n) -> Maps.apply(mapOp, x, at, y, at, n, workers.scratch());
        private final RowTask affine = (at, n) -> Arithmetic.affine(x, at, scale, shift, y, at, n);
        private final RowTask addScaled = (at, n) -> Arithmetic.addScaled(x, at, scale, y, at, n);
        private final RowTask binary = (at, n) -> binaryRun(op, x, at * stepX, stepX, b, at * stepB, stepB, y, at, n);
    }
}
