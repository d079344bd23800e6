package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Buffer;

/**
 * Dropout between the steps of a recurrent layer, as Keras has it ({@code recurrent_dropout}): a mask of the state for each
 * gate, drawn once a sequence and used at all its steps (Gal and Ghahramani, 2016). It acts in the product of the state
 * and the recurrent weights alone: what the cell or the update gate carries on is whole.
 */
public final class RecurrentMask {
    private RecurrentMask() {}

    /**
     * A mask (N,gates,H) beside {@code x} (N,T,D): 0 with probability {@code rate}, else 1 / (1 - rate).
     *
     * @param rate from 0 to below 1
     */
    public static Tensor draw(Tensor x, int gates, int h, double rate, long seed, int stream, long step) {
        Shape shape = Shape.of(x.shape().get(0), gates, h);
        Tensor mask = x.constantLike(shape);
        x.backend().fill(mask.buffer(), 1, shape.size());
        x.backend().dropout(mask.buffer(), shape.size(), rate, seed, stream, step, mask.buffer());
        return mask;
    }

    /** The mask's numbers, or null if there is none. */
    static Buffer buffer(Tensor mask, int n, int gates, int h) {
        if (mask == null) {
            return null;
        }
        Shape shape = mask.shape();
        if (shape.rank() != 3 || shape.get(0) != n || shape.get(1) != gates || shape.get(2) != h) {
            throw new ShapeException(
                    "recurrent dropout wants a mask (N,gates,H) of shape " + Shape.of(n, gates, h) + ", got " + shape);
        }
        return mask.buffer();
    }
}
