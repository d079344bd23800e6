package org.timbrel.engine.tensor;

import java.util.function.Consumer;
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
        Tensor y = Tensor.result(shape, a, b);
        backend.binary(op, Broadcast.of(a.shape().toArray(), b.shape().toArray()), a.buffer(), b.buffer(), y.buffer());
        return y.withBackward(dy -> {
            switch (op) {
                case ADD -> {
                    stretchBack(y, a, dy);
                    stretchBack(y, b, dy);
                }
                case SUBTRACT -> {
                    stretchBack(y, a, dy);
                    viaScratch(y, b, scratch -> backend.affine(dy, -1, 0, scratch, shape.size()));
                }
                case MULTIPLY -> {
                    viaScratch(y, a, scratch -> backend.binary(op, beside(shape, b), dy, b.buffer(), scratch));
                    viaScratch(y, b, scratch -> backend.binary(op, beside(shape, a), dy, a.buffer(), scratch));
                }
                case DIVIDE -> {
                    viaScratch(y, a, scratch -> backend.binary(op, beside(shape, b), dy, b.buffer(), scratch));
                    viaScratch(y, b, scratch -> {
                        backend.binary(BinaryOp.MULTIPLY, beside(shape, y), dy, y.buffer(), scratch);
                        backend.binary(op, beside(shape, b), scratch, b.buffer(), scratch);
                        backend.affine(scratch, -1, 0, scratch, shape.size());
                    });
                }
            }
        });
    }

    private static Broadcast beside(Shape full, Tensor operand) {
        return Broadcast.of(full.toArray(), operand.shape().toArray());
    }

    private static void viaScratch(Tensor y, Tensor operand, Consumer<Buffer> kernel) {
        if (operand.requiresGradient()) {
            Buffer scratch = y.allocateLike();
            kernel.accept(scratch);
            stretchBack(y, operand, scratch);
            y.releaseLike(scratch);
        }
    }

    /** Adds a gradient of y's shape to an operand, summed over the axes along which the operand was stretched. */
    private static void stretchBack(Tensor y, Tensor operand, Buffer full) {
        operand.addGradient(target -> Sum.overStretched(y, full, operand.shape(), target));
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
