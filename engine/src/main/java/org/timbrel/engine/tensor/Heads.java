package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Backend;

/**
 * The heads of an attention as a batch of matrices, and back. With H heads of S features each:
 *
 * <pre>
 *   split: y[n H + h, t, s] = x[n, t, p H S + h S + s]      x (N,T,P H S), part p of P      y (N*H,T,S)
 *   join:  y[n, t, h S + s] = x[n H + h, t, s]              x (N*H,T,S)                     y (N,T,H*S)
 * </pre>
 *
 * <p>Backward: each number of dy goes back to where the number of x came from.
 */
public final class Heads {
    private Heads() {}

    /**
     * One of the parts that lie side by side in the features of {@code x} (N,T,P*H*S), cut into heads: (N*H,T,S).
     *
     * @param part which one, from 0
     * @param parts P, how many lie side by side
     * @param heads H
     * @throws ShapeException if {@code x} has other than three axes, or its features can't be shared out
     */
    public static Tensor split(Tensor x, int part, int parts, int heads) {
        Shape shape = x.shape();
        if (shape.rank() != 3 || shape.get(2) % (parts * heads) != 0) {
            throw new ShapeException("splitting heads wants x (N,T,F) with F a multiple of " + parts + " parts times "
                    + heads + " heads, got " + shape);
        }
        int t = shape.get(1);
        int all = shape.get(2);
        int s = all / (parts * heads);
        int from = part * heads * s;
        int[] block = {shape.get(0), t, heads, s};
        int[] joined = {t * all, all, s, 1};
        int[] split = {heads * t * s, s, t * s, 1};
        Backend backend = x.backend();
        Tensor y = Tensor.result(Shape.of(shape.get(0) * heads, t, s), x);
        backend.copyStrided(block, x.buffer(), from, joined, y.buffer(), 0, split, false);
        return y.withAddingBackward((dy, d) -> backend.copyStrided(block, dy, 0, split, d[0], from, joined, true));
    }

    /**
     * The heads {@code x} (N*H,T,S) side by side in the features of each step: (N,T,H*S).
     *
     * @param heads H
     * @throws ShapeException if {@code x} has other than three axes, or no whole number of sequences
     */
    public static Tensor join(Tensor x, int heads) {
        Shape shape = x.shape();
        if (shape.rank() != 3 || shape.get(0) % heads != 0) {
            throw new ShapeException(
                    "joining heads wants x (N,T,F) with N a multiple of " + heads + " heads, got " + shape);
        }
        int n = shape.get(0) / heads;
        int t = shape.get(1);
        int s = shape.get(2);
        int[] block = {n, t, heads, s};
        int[] joined = {t * heads * s, heads * s, s, 1};
        int[] split = {heads * t * s, s, t * s, 1};
        Backend backend = x.backend();
        Tensor y = Tensor.result(Shape.of(n, t, heads * s), x);
        backend.copyStrided(block, x.buffer(), 0, split, y.buffer(), 0, joined, false);
        return y.withBackward((dy, d) -> backend.copyStrided(block, dy, 0, joined, d[0], 0, split, false));
    }
}
