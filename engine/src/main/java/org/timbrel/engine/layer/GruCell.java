package org.timbrel.engine.layer;

import java.util.ArrayList;
import java.util.List;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;

/**
 * One step of a GRU, written from small operations: the lesson, and the oracle of the fused one.
 *
 * <pre>
 *   a = x w + b_0           m = h u + b_1            each in thirds r, z, n
 *   r = sigmoid(a_r + m_r)  z = sigmoid(a_z + m_z)   n = tanh(a_n + r m_n)
 *   h' = n + z (h - n)
 * </pre>
 */
public final class GruCell {
    private final Tensor w; // (D,3H)
    private final Tensor u; // (H,3H)
    private final Tensor b; // (2,3H)

    public GruCell(Tensor w, Tensor u, Tensor b) {
        this.w = w;
        this.u = u;
        this.b = b;
    }

    /** The state of zeros (N,H) from which a sequence starts. */
    public Tensor start(int n) {
        int h = u.shape().get(0);
        return Tensor.of(u.backend(), Shape.of(n, h), new double[n * h]);
    }

    /** The state (N,H) after one more input x (N,D). */
    public Tensor next(Tensor x, Tensor state) {
        int h = u.shape().get(0);
        Tensor a = x.matmul(w).add(b.slice(0, 0, 1)); // (N,3H)
        Tensor m = state.matmul(u).add(b.slice(0, 1, 2)); // (N,3H)
        Tensor r = a.slice(1, 0, h).add(m.slice(1, 0, h)).sigmoid(); // (N,H)
        Tensor z = a.slice(1, h, 2 * h).add(m.slice(1, h, 2 * h)).sigmoid();
        Tensor n = a.slice(1, 2 * h, 3 * h)
                .add(r.multiply(m.slice(1, 2 * h, 3 * h)))
                .tanh();
        return n.add(z.multiply(state.subtract(n)));
    }

    /** All hidden states (N,T,H) of a batch of sequences (N,T,D). */
    public Tensor unroll(Tensor x) {
        int n = x.shape().get(0);
        int d = x.shape().get(2);
        Tensor state = start(n);
        List<Tensor> states = new ArrayList<>();
        for (int t = 0; t < x.shape().get(1); t++) {
            state = next(x.slice(1, t, t + 1).reshape(n, d), state);
            states.add(state.reshape(n, 1, u.shape().get(0)));
        }
        return Tensor.concat(1, states);
    }
}
