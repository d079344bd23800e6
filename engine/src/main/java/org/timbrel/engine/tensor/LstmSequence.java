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
     * The hidden states (N,T,H) over {@code x} (N,T,D): w (D,4H), u (H,4H), b (4H), or (2,4H) for two biases to be added, as
     * PyTorch has them.
     *
     * @param mask (N,4,H), of which no gradient is wanted; null for none
     */
    public static Tensor apply(Tensor x, Tensor w, Tensor u, Tensor b, Tensor mask) {
        LstmShape shape = shape(x.shape(), w.shape(), u.shape(), b.shape());
        Buffer kept = RecurrentMask.buffer(mask, shape.n(), 4, shape.h());
        Backend backend = x.backend();
        int steps = shape.n() * shape.t();
        boolean twoBiases = b.shape().rank() == 2;
        Tensor y = Results.of(Shape.of(shape.n(), shape.t(), shape.h()), x, w, u, b);
        Buffer gates = y.allocateScratch(steps * 4 * shape.h());
        Buffer cells = y.allocateScratch(steps * shape.h());
        Buffer bias = twoBiases ? sumOfTwo(b, y) : b.buffer();
        backend.lstm(shape, x.buffer(), w.buffer(), u.buffer(), bias, kept, y.buffer(), gates, cells);
        if (twoBiases) {
            y.release(bias);
        }
        return y.withJointBackward(
                1,
                (dy, d) -> {
                    backend.lstmBackward(
                            shape,
                            x.buffer(),
                            w.buffer(),
                            u.buffer(),
                            kept,
                            y.buffer(),
                            gates,
                            cells,
                            dy,
                            d[0],
                            d[1],
                            d[2],
                            d[3]);
                    if (twoBiases) {
                        repeat(d[3], y, 4 * shape.h());
                    }
                },
                gates,
                cells);
    }

    private static Buffer sumOfTwo(Tensor biases, Tensor y) {
        int gates = biases.shape().get(1);
        Buffer sum = y.allocateScratch(gates);
        y.backend().sum(biases.buffer(), 1, 2, gates, sum);
        return sum;
    }

    /** The gradient of the second bias is that of the first. */
    private static void repeat(Buffer db, Tensor y, int gates) {
        Buffer first = y.allocateScratch(gates);
        y.backend().copy(db, 0, first, 0, gates);
        y.backend().copy(first, 0, db, gates, gates);
        y.release(first);
    }

    private static LstmShape shape(Shape x, Shape w, Shape u, Shape b) {
        boolean fits = x.rank() == 3 && w.rank() == 2 && u.rank() == 2;
        if (fits) {
            int h = u.get(0);
            fits = w.get(0) == x.get(2) && w.get(1) == 4 * h && u.get(1) == 4 * h && isBias(b, 4 * h);
        }
        if (!fits) {
            throw new ShapeException("lstm wants x (N,T,D), w (D,4H), u (H,4H), b (4H) or (2,4H), got " + x + ", " + w
                    + ", " + u + ", " + b);
        }
        return new LstmShape(x.get(0), x.get(1), x.get(2), u.get(0));
    }

    private static boolean isBias(Shape b, int gates) {
        return (b.rank() == 1 || (b.rank() == 2 && b.get(0) == 2)) && b.get(-1) == gates;
    }
}
