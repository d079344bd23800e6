package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.HalfPrecision;

/**
 * y = x, each number rounded to half precision as {@link HalfPrecision} says: the cast of mixed precision (Micikevicius and
 * others, 2018).
 *
 * <p>A backend that stores halves keeps the result in two bytes a number, and so all that operations make of nothing but
 * halves, where PyTorch's autocast gives a half too: sums over an axis, softmax, layer normalisation and losses stay single.
 *
 * <p>Backward: dx = dy rounded in the same way, since the gradient of a half is a half.
 */
public final class HalfRounding {
    private HalfRounding() {}

    /** The tensor, rounded; itself if it is stored as halves. */
    public static Tensor apply(Tensor x) {
        return apply(x, x);
    }

    /** The same, in the workspace of {@code beside} if {@code x}, such as a weight, has none. */
    public static Tensor apply(Tensor x, Tensor beside) {
        if (x.isHalf()) {
            return x;
        }
        Backend backend = x.backend();
        int n = x.shape().size();
        Tensor owner = Operands.owner(x, beside);
        Tensor y = Results.on(owner.allocate(n, true), x.shape(), owner, x);
        backend.roundToHalf(x.buffer(), y.buffer(), n);
        return y.withBackward((dy, d) -> backend.roundToHalf(dy, d[0], n));
    }
}
