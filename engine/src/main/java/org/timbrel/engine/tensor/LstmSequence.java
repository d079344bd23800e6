package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.LstmShape;

/**
 * An LSTM over whole sequences, x (N,T,D) to y (N,T,H), from a state of zeros (Hochreiter and Schmidhuber, 1997, with the
 * forget gate of Gers et al., 2000). Gates in the order i, f, g, o:
 *
 * <pre>
 *   [i f g o] = x_t w + h_{t-1} u + b      i, f, o by sigmoid, g by tanh      w (D,4H)  u (H,4H)  b (4H)
 *   c_t = f c_{t-1} + i g                  h_t = o tanh(c_t)                  y[:,t,:] = h_t
 * </pre>
 *
 * <p>Backward runs through time from the last step, with dh the sum of dy_t and what step t + 1 sends back:
 *
 * <pre>
 *   dc = dc_{t+1} f_{t+1} + dh o (1 - tanh(c)^2)
 *   do = dh tanh(c) o (1 - o)    df = dc c_{t-1} f (1 - f)    di = dc g i (1 - i)    dg = dc i (1 - g^2)
 *   dh_{t-1} = [di df dg do] u^T
 *   dx = [di df dg do] w^T    dw = x^T [di df dg do]    du = h_{t-1}^T [di df dg do]    db = sum [di df dg do]
 * </pre>
 *
 * <p>{@code LstmCell} is the same cell written from small operations.
 */
public final class LstmSequence {
    private LstmSequence() {}

    /**
     * The hidden states (N,T,H) over {@code x} (N,T,D): w (D,4H), u (H,4H), b (4H).
     *
     * @param mask (N,4,H), of which no gradient is wanted; null for none
     */
    public static Tensor apply(Tensor x, Tensor w, Tensor u, Tensor b, Tensor mask) {
        LstmShape shape = shape(x.shape(), w.shape(), u.shape(), b.shape());
        Buffer kept = RecurrentMask.buffer(mask, shape.n(), 4, shape.h());
        Backend backend = x.backend();
        int steps = shape.n() * shape.t();
        Tensor y = Tensor.result(Shape.of(shape.n(), shape.t(), shape.h()), x, w, u, b);
        Buffer gates = y.allocateScratch(steps * 4 * shape.h());
        Buffer cells = y.allocateScratch(steps * shape.h());
        backend.lstm(shape, x.buffer(), w.buffer(), u.buffer(), b.buffer(), kept, y.buffer(), gates, cells);
        return y.withBackward(
                dy -> Gradients.add(
                        dx -> Gradients.addAll(
                                d -> backend.lstmBackward(
                                        shape,
                                        x.buffer(),
                                        w.buffer(),
                                        u.buffer(),
                                        kept,
                                        y.buffer(),
                                        gates,
                                        cells,
                                        dy,
                                        dx[0],
                                        d[0],
                                        d[1],
                                        d[2]),
                                w,
                                u,
                                b),
                        x),
                gates,
                cells);
    }

    private static LstmShape shape(Shape x, Shape w, Shape u, Shape b) {
        boolean fits = x.rank() == 3 && w.rank() == 2 && u.rank() == 2 && b.rank() == 1;
        if (fits) {
            int h = u.get(0);
            fits = w.get(0) == x.get(2) && w.get(1) == 4 * h && u.get(1) == 4 * h && b.get(0) == 4 * h;
        }
        if (!fits) {
            throw new ShapeException(
                    "lstm wants x (N,T,D), w (D,4H), u (H,4H), b (4H), got " + x + ", " + w + ", " + u + ", " + b);
        }
        return new LstmShape(x.get(0), x.get(1), x.get(2), u.get(0));
    }
}
