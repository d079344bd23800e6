package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BinaryOp;
import org.timbrel.engine.backend.Broadcast;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.MapOp;

/**
 * y = x + l1 sum |w| + l2 sum w^2, where x is one number.
 *
 * <p>Backward: dx = dy, dw = dy (l1 sign(w) + 2 l2 w).
 */
public final class Penalised {
    private Penalised() {}

    /**
     * A loss and a penalty on large weights.
     *
     * @throws ShapeException if {@code x} has more than one element
     */
    public static Tensor apply(Tensor x, Tensor w, double l1, double l2) {
        if (x.shape().size() != 1) {
            throw new ShapeException("a penalty is added to one number, got shape " + x.shape());
        }
        Backend backend = x.backend();
        Tensor y = Tensor.result(x.shape(), false, x, w);
        Buffer penalty = y.allocateScratch(1);
        addUp(MapOp.SQUARE, w, l2, y, penalty);
        if (l1 != 0) {
            Buffer absolute = y.allocateScratch(1);
            addUp(MapOp.ABS, w, l1, y, absolute);
            backend.addScaled(absolute, 1, penalty, 1);
            y.releaseLike(absolute);
        }
        backend.copy(x.buffer(), 0, y.buffer(), 0, 1);
        backend.addScaled(penalty, 1, y.buffer(), 1);
        y.releaseLike(penalty);
        return y.withBackward(dy -> {
            x.addGradient(dx -> backend.copy(dy, 0, dx, 0, 1));
            w.addGradient(dw -> gradient(y, w, l1, l2, dy, dw));
        });
    }

    /** sum = scale times the sum of f(w). */
    private static void addUp(MapOp op, Tensor w, double scale, Tensor y, Buffer sum) {
        Backend backend = y.backend();
        int n = w.shape().size();
        Buffer values = y.allocateScratch(n);
        backend.map(op, w.buffer(), values, n);
        backend.sum(values, 1, n, 1, sum);
        backend.affine(sum, scale, 0, sum, 1);
        y.releaseLike(values);
    }

    private static void gradient(Tensor y, Tensor w, double l1, double l2, Buffer dy, Buffer dw) {
        Backend backend = y.backend();
        int n = w.shape().size();
        Buffer slope = y.allocateScratch(1);
        backend.affine(dy, 2 * l2, 0, slope, 1);
        backend.binary(BinaryOp.MULTIPLY, Broadcast.of(new int[] {n}, new int[] {1}), w.buffer(), slope, dw);
        if (l1 != 0) {
            Buffer signs = y.allocateScratch(n);
            Buffer absolute = y.allocateScratch(n);
            backend.affine(dy, l1, 0, slope, 1);
            Sum.repeat(backend, slope, 1, n, 1, signs);
            backend.map(MapOp.ABS, w.buffer(), absolute, n);
            backend.mapBackward(MapOp.ABS, w.buffer(), absolute, signs, signs, n);
            backend.addScaled(signs, 1, dw, n);
            y.releaseLike(signs, absolute);
        }
        y.releaseLike(slope);
    }
}
