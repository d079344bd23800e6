package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.HalfPrecision;

/**
 * y = x, each number rounded to half precision as {@link HalfPrecision} says: the cast of mixed precision (Micikevicius and
 * others, 2018).
 *
 * <p>Backward: dx = dy rounded in the same way, since the gradient of a half is a half.
 */
public final class HalfRounding {
    private HalfRounding() {}

    /** The tensor, rounded. */
    public static Tensor apply(Tensor x) {
        Backend backend = x.backend();
        int n = x.shape().size();
        Tensor y = Tensor.result(x.shape(), x);
        backend.roundToHalf(x.buffer(), y.buffer(), n);
        return y.withBackward(dy -> x.addGradient(dx -> backend.roundToHalf(dy, dx, n)));
    }
}
