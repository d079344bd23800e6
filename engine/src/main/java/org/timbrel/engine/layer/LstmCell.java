package org.timbrel.engine.layer;

import java.util.ArrayList;
import java.util.List;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.engine.tensor.Tensor;

/**
 * One step of an LSTM, written from small operations: the lesson, and the oracle of the fused one.
 *
 * <pre>
 *   [i f g o] = x w + h u + b      i, f, o by sigmoid, g by tanh
 *   c' = f c + i g                 h' = o tanh(c')
 * </pre>
 */
public final class LstmCell {
    /**
     * What the cell remembers.
     *
     * @param hidden (N,H)
     * @param cell (N,H)
     */
    public record State(Tensor hidden, Tensor cell) {}

    private final Tensor w; // (D,4H)
    private final Tensor u; // (H,4H)
    private final Tensor b; // (4H)

    public LstmCell(Tensor w, Tensor u, Tensor b) {
        this.w = w;
        this.u = u;
        this.b = b;
    }

    /** The state of zeros from which a sequence starts. */
    public State start(int n) {
        int h = u.shape().get(0);
        Tensor zeros = Tensor.of(u.backend(), Shape.of(n, h), new double[n * h]);
        return new State(zeros, zeros);
    }

    /** The state after one more input x (N,D). */
    public State next(Tensor x, State state) {
        int h = u.shape().get(0);
        Tensor z = x.matmul(w).add(state.hidden().matmul(u)).add(b); // (N,4H)
        Tensor i = z.slice(1, 0, h).sigmoid(); // (N,H)
        Tensor f = z.slice(1, h, 2 * h).sigmoid();
        Tensor g = z.slice(1, 2 * h, 3 * h).tanh();
        Tensor o = z.slice(1, 3 * h, 4 * h).sigmoid();
        Tensor cell = f.multiply(state.cell()).add(i.multiply(g));
        return new State(o.multiply(cell.tanh()), cell);
    }

    /** All hidden states (N,T,H) of a batch of sequences (N,T,D). */
    public Tensor unroll(Tensor x) {
        int n = x.shape().get(0);
        int d = x.shape().get(2);
        State state = start(n);
        List<Tensor> hidden = new ArrayList<>();
        for (int t = 0; t < x.shape().get(1); t++) {
            state = next(x.slice(1, t, t + 1).reshape(n, d), state);
            hidden.add(state.hidden().reshape(n, 1, u.shape().get(0)));
        }
        return Tensor.concat(1, hidden);
    }
}
