package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BinaryOp;
import org.timbrel.engine.backend.Broadcast;
import org.timbrel.engine.backend.Buffer;

/**
 * y = a + b, a - b, a b or a / b, element by element; shapes are joined by NumPy's rule (aligned at the last axis, an axis
 * of length 1 stretches).
 *
 * <p>Backward, summed over the axes along which an operand was stretched:
 *
 * <pre>
 *   a + b:  da = dy      db = dy
 *   a - b:  da = dy      db = -dy
 *   a b:    da = dy b    db = dy a
 *   a / b:  da = dy / b  db = -dy y / b
 * </pre>
 */
final class Binary {
    private Binary() {}

    static Tensor apply(BinaryOp op, Tensor a, Tensor b) {
        Backend backend = a.backend();
        Shape shape = join(a.shape(), b.shape());
        Tensor y = Results.of(shape, a, b);
        backend.binary(op, Broadcast.of(a.shape().toArray(), b.shape().toArray()), a.buffer(), b.buffer(), y.buffer());
        return y.withBackward((dy, d) -> {
            if (d[0] != null) {
                toFirst(op, b, y, dy, a.shape(), d[0]);
            }
            if (d[1] != null) {
                toSecond(op, a, b, y, dy, d[1]);
            }
        });
    }

    private static void toFirst(BinaryOp op, Tensor b, Tensor y, Buffer dy, Shape a, Buffer da) {
        switch (op) {
            case ADD, SUBTRACT -> Sum.overStretched(y, dy, a, da);
            case MULTIPLY, DIVIDE -> {
                Buffer full = y.allocateLike();
                y.backend().binary(op, beside(y, b), dy, b.buffer(), full);
                Sum.overStretched(y, full, a, da);
                y.release(full);
            }
        }
    }

    private static void toSecond(BinaryOp op, Tensor a, Tensor b, Tensor y, Buffer dy, Buffer db) {
        if (op == BinaryOp.ADD) {
            Sum.overStretched(y, dy, b.shape(), db);
            return;
        }
        Backend backend = y.backend();
        int n = y.shape().size();
        Buffer full = y.allocateLike();
        switch (op) {
            case SUBTRACT -> backend.affine(dy, -1, 0, full, n);
            case MULTIPLY -> backend.binary(op, beside(y, a), dy, a.buffer(), full);
            default -> {
                backend.binary(BinaryOp.MULTIPLY, beside(y, y), dy, y.buffer(), full);
                backend.binary(op, beside(y, b), full, b.buffer(), full);
                backend.affine(full, -1, 0, full, n);
            }
        }
        Sum.overStretched(y, full, b.shape(), db);
        y.release(full);
    }

    private static Broadcast beside(Tensor y, Tensor operand) {
        return Broadcast.of(y.shape().toArray(), operand.shape().toArray());
    }

    private static Shape join(Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        int[] lengths = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int lengthA = i <= a.rank() ? a.get(-i) : 1;
            int lengthB = i <= b.rank() ? b.get(-i) : 1;
            if (lengthA != lengthB && lengthA != 1 && lengthB != 1) {
                throw new ShapeException("shapes " + a + " and " + b
                        + " can't be joined: counted from the last axis, lengths must be equal or 1");
            }
            lengths[rank - i] = Math.max(lengthA, lengthB);
        }
        return Shape.of(lengths);
    }
}
