package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Backend;

/**
 * y = x m / (1 - rate), with a mask m that is 0 with probability {@code rate}, else 1 (Srivastava et al., JMLR 2014, in
 * the inverted form of all frameworks). The mask is drawn from seed, stream and step, and drawn again on the way back.
 *
 * <p>Backward: dx = dy m / (1 - rate).
 */
final class DropoutMask {
    private DropoutMask() {}

    static Tensor apply(Tensor x, double rate, long seed, int stream, long step) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout wants a rate from 0 to below 1, got " + rate);
        }
        Backend backend = x.backend();
        int n = x.shape().size();
        Tensor y = Results.of(x.shape(), x);
        backend.dropout(x.buffer(), n, rate, seed, stream, step, y.buffer());
        return y.withBackward((dy, d) -> backend.dropout(dy, n, rate, seed, stream, step, d[0]));
    }
}
