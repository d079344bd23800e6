package org.timbrel.engine.tensor;

import java.util.Objects;
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
 *
 * <p>Belongs to one layer: what it finds out about inputs of one shape serves all steps with such inputs.
 */
public final class Heads {
    /**
     * What holds for all inputs of one shape, the numbers taken in the order (n, t, h, s).
     *
     * @param x shape of the input
     * @param y shape of the result
     * @param joined elements between neighbours where the heads lie side by side
     * @param split the same where each is a matrix of its own
     */
    private record Plan(Shape x, Shape y, int[] block, int[] joined, int[] split) {
        static Plan of(Shape x, Shape y, int n, int t, int heads, int s, int row) {
            int[] joined = {t * row, row, s, 1};
            int[] split = {heads * t * s, s, t * s, 1};
            return new Plan(x, y, new int[] {n, t, heads, s}, joined, split);
        }
    }

    private final int parts;
    private final int heads;
    private Plan splitting;
    private Plan joining;

    /**
     * @param parts P, how many parts lie side by side in what is split
     * @param heads H, of each part
     */
    public Heads(int parts, int heads) {
        this.parts = parts;
        this.heads = heads;
    }

    /**
     * A part of {@code x} (N,T,P*H*S), cut into heads: (N*H,T,S).
     *
     * @param part which one, from 0
     * @throws IndexOutOfBoundsException if there is no such part
     * @throws ShapeException if {@code x} has other than three axes, or its features can't be shared out
     */
    public Tensor split(Tensor x, int part) {
        Plan plan = splitting;
        if (plan == null || !plan.x.equals(x.shape())) {
            plan = planSplit(x.shape());
            splitting = plan;
        }
        return split(plan, x, Objects.checkIndex(part, parts) * heads * plan.block[3]);
    }

    private static Tensor split(Plan plan, Tensor x, int from) {
        Backend backend = x.backend();
        Tensor y = Results.of(plan.y, x);
        backend.copyStrided(plan.block, x.buffer(), from, plan.joined, y.buffer(), 0, plan.split, false);
        return y.withAddingBackward(
                (dy, d) -> backend.copyStrided(plan.block, dy, 0, plan.split, d[0], from, plan.joined, true));
    }

    private Plan planSplit(Shape x) {
        if (x.rank() != 3 || x.get(2) % (parts * heads) != 0) {
            throw new ShapeException("splitting heads wants x (N,T,F) with F a multiple of " + parts + " parts times "
                    + heads + " heads, got " + x);
        }
        int n = x.get(0);
        int t = x.get(1);
        int s = x.get(2) / (parts * heads);
        return Plan.of(x, Shape.of(n * heads, t, s), n, t, heads, s, x.get(2));
    }

    /**
     * The heads {@code x} (N*H,T,S) side by side in the features of each step: (N,T,H*S).
     *
     * @throws ShapeException if {@code x} has other than three axes, or no whole number of sequences
     */
    public Tensor join(Tensor x) {
        Plan plan = joining;
        if (plan == null || !plan.x.equals(x.shape())) {
            plan = planJoin(x.shape());
            joining = plan;
        }
        return join(plan, x);
    }

    private static Tensor join(Plan plan, Tensor x) {
        Backend backend = x.backend();
        Tensor y = Results.of(plan.y, x);
        backend.copyStrided(plan.block, x.buffer(), 0, plan.split, y.buffer(), 0, plan.joined, false);
        return y.withBackward(
                (dy, d) -> backend.copyStrided(plan.block, dy, 0, plan.joined, d[0], 0, plan.split, false));
    }

    private Plan planJoin(Shape x) {
        if (x.rank() != 3 || x.get(0) % heads != 0) {
            throw new ShapeException(
                    "joining heads wants x (N,T,F) with N a multiple of " + heads + " heads, got " + x);
        }
        int n = x.get(0) / heads;
        int t = x.get(1);
        int s = x.get(2);
        return Plan.of(x, Shape.of(n, t, heads * s), n, t, heads, s, heads * s);
    }
}
