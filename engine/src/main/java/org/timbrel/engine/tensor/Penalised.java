package org.timbrel.engine.tensor;

import java.util.List;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BinaryOp;
import org.timbrel.engine.backend.Broadcast;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.MapOp;

/**
 * y = x + sum over the terms of l1 sum |w| + l2 sum w^2, where x is one number.
 *
 * <p>Backward: dx = dy, dw = dy (l1 sign(w) + 2 l2 w).
 */
public final class Penalised {
    /**
     * The penalty on one tensor.
     *
     * @param w its numbers
     * @param l1 weight of the sum of absolute values, 0 for none
     * @param l2 weight of the sum of squares, 0 for none
     * @param scaling how w is read to be multiplied by one number
     */
    public record Term(Tensor w, double l1, double l2, Broadcast scaling) {
        public Term(Tensor w, double l1, double l2) {
            this(w, l1, l2, Broadcast.of(new int[] {w.shape().size()}, new int[] {1}));
        }
    }

    private Penalised() {}

    /**
     * A loss and penalties on large weights; the loss itself if there are none.
     *
     * @throws ShapeException if {@code x} has more than one element
     */
    public static Tensor apply(Tensor x, List<Term> terms) {
        if (x.shape().size() != 1) {
            throw new ShapeException("a penalty is added to one number, got shape " + x.shape());
        }
        if (terms.isEmpty()) {
            return x;
        }
        Backend backend = x.backend();
        Tensor[] inputs = new Tensor[1 + terms.size()];
        inputs[0] = x;
        for (int i = 0; i < terms.size(); i++) {
            inputs[1 + i] = terms.get(i).w();
        }
        Tensor y = Results.of(x.shape(), false, inputs);
        backend.copy(x.buffer(), 0, y.buffer(), 0, 1);
        for (Term term : terms) {
            addUp(MapOp.SQUARE, term.w(), term.l2(), y);
            addUp(MapOp.ABS, term.w(), term.l1(), y);
        }
        return y.withBackward((dy, d) -> {
            if (d[0] != null) {
                backend.copy(dy, 0, d[0], 0, 1);
            }
            for (int i = 0; i < terms.size(); i++) {
                if (d[1 + i] != null) {
                    gradient(y, terms.get(i), dy, d[1 + i]);
                }
            }
        });
    }

    /** y = y + scale times the sum of f(w). */
    private static void addUp(MapOp op, Tensor w, double scale, Tensor y) {
        if (scale == 0) {
            return;
        }
        Backend backend = y.backend();
        int n = w.shape().size();
        Buffer values = y.allocateScratch(n);
        Buffer sum = y.allocateScratch(1);
        backend.map(op, w.buffer(), values, n);
        backend.sum(values, 1, n, 1, sum);
        backend.addScaled(sum, scale, y.buffer(), 1);
        y.release(sum);
        y.release(values);
    }

    /** dy stays where it is: to read it, a device would have to finish the way forward first. */
    private static void gradient(Tensor y, Term term, Buffer dy, Buffer dw) {
        Backend backend = y.backend();
        Tensor w = term.w();
        int n = w.shape().size();
        Buffer slope = y.allocateScratch(1);
        backend.affine(dy, 2 * term.l2(), 0, slope, 1);
        backend.binary(BinaryOp.MULTIPLY, term.scaling(), w.buffer(), slope, dw);
        if (term.l1() != 0) {
            Buffer signs = y.allocateScratch(n);
            Buffer absolute = y.allocateScratch(n);
            backend.affine(dy, term.l1(), 0, slope, 1);
            Sum.repeat(backend, slope, 1, n, 1, signs);
            backend.map(MapOp.ABS, w.buffer(), absolute, n);
            backend.mapBackward(MapOp.ABS, w.buffer(), absolute, signs, signs, n);
            backend.addScaled(signs, 1, dw, n);
            y.release(signs);
            y.release(absolute);
        }
        y.release(slope);
    }
}
