package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.GruShape;

/**
 * A GRU over whole sequences, x (N,T,D) to y (N,T,H), from a state of zeros (Cho et al., 2014, with the reset gate after
 * the product, as PyTorch and Keras's {@code reset_after} have it). Gates in the order r, z, n:
 *
 * <pre>
 *   a = x_t w + b_0         m = h_{t-1} u + b_1      w (D,3H)  u (H,3H)  b (2,3H)
 *   r = sigmoid(a_r + m_r)  z = sigmoid(a_z + m_z)   n = tanh(a_n + r m_n)
 *   h_t = (1 - z) n + z h_{t-1}                      y[:,t,:] = h_t
 * </pre>
 *
 * <p>Backward runs through time from the last step, with dh the sum of dy_t and what step t + 1 sends back:
 *
 * <pre>
 *   dn = dh (1 - z) (1 - n^2)      da = [dn m_n r (1 - r),  dh (h_{t-1} - n) z (1 - z),  dn]
 *   dm = [da_r  da_z  dn r]        dh_{t-1} = dh z + dm u^T
 *   dx = da w^T    dw = x^T da    du = h_{t-1}^T dm    db = [sum da, sum dm]
 * </pre>
 *
 * <p>{@code GruCell} is the same cell written from small operations.
 */
public final class GruSequence {
    private GruSequence() {}

    /** The hidden states (N,T,H) over {@code x} (N,T,D): w (D,3H), u (H,3H), b (2,3H). */
    public static Tensor apply(Tensor x, Tensor w, Tensor u, Tensor b) {
        return apply(x, w, u, b, null);
    }

    /**
     * As {@link #apply(Tensor, Tensor, Tensor, Tensor)}, with dropout between the steps.
     *
     * @param mask (N,3,H), of which no gradient is wanted; null for none
     */
    public static Tensor apply(Tensor x, Tensor w, Tensor u, Tensor b, Tensor mask) {
        GruShape shape = shape(x.shape(), w.shape(), u.shape(), b.shape());
        Buffer kept = RecurrentMask.buffer(mask, shape.n(), 3, shape.h());
        Backend backend = x.backend();
        int steps = shape.n() * shape.t();
        Tensor y = Results.of(Shape.of(shape.n(), shape.t(), shape.h()), x, w, u, b);
        Buffer gates = y.allocateScratch(steps * 3 * shape.h());
        Buffer memory = y.allocateScratch(steps * shape.h());
        backend.gru(shape, x.buffer(), w.buffer(), u.buffer(), b.buffer(), kept, y.buffer(), gates, memory);
        return y.withJointBackward(
                1,
                (dy, d) -> backend.gruBackward(
                        shape,
                        x.buffer(),
                        w.buffer(),
                        u.buffer(),
                        kept,
                        y.buffer(),
                        gates,
                        memory,
                        dy,
                        d[0],
                        d[1],
                        d[2],
                        d[3]),
                gates,
                memory);
    }

    private static GruShape shape(Shape x, Shape w, Shape u, Shape b) {
        boolean fits = x.rank() == 3 && w.rank() == 2 && u.rank() == 2;
        if (fits) {
            int gates = 3 * u.get(0);
            fits = w.get(0) == x.get(2) && w.get(1) == gates && u.get(1) == gates;
            fits &= b.rank() == 2 && b.get(0) == 2 && b.get(1) == gates;
        }
        if (!fits) {
            throw new ShapeException(
                    "gru wants x (N,T,D), w (D,3H), u (H,3H), b (2,3H), got " + x + ", " + w + ", " + u + ", " + b);
        }
        return new GruShape(x.get(0), x.get(1), x.get(2), u.get(0));
    }
}
