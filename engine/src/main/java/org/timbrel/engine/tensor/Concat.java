package org.timbrel.engine.tensor;

import java.util.List;
import org.timbrel.engine.backend.Backend;

/**
 * y = parts joined along one axis; all other axes have equal lengths.
 *
 * <p>Backward: the gradient of each part is its own piece of dy.
 */
final class Concat {
    private Concat() {}

    static Tensor apply(int axis, List<Tensor> parts) {
        Tensor first = parts.get(0);
        Backend backend = first.backend();
        int at = first.shape().axis(axis);
        int total = 0;
        for (Tensor part : parts) {
            if (!part.shape().equalsBut(at, first.shape())) {
                throw new ShapeException("concat along axis " + at + " wants parts equal in all other axes, got "
                        + first.shape() + " and " + part.shape());
            }
            total += part.shape().get(at);
        }
        int outer = first.shape().product(0, at);
        int inner = first.shape().product(at + 1, first.shape().rank());
        int[] joined = {total * inner, 1};
        int[] block = {outer, 0}; // of each part in its turn
        int[] apart = {0, 1};
        Tensor y = Results.of(first.shape().with(at, total), parts.toArray(new Tensor[0]));
        int start = 0;
        for (Tensor part : parts) {
            int width = part.shape().get(at) * inner;
            block[1] = width;
            apart[0] = width;
            backend.copyStrided(block, part.buffer(), 0, apart, y.buffer(), start, joined, false);
            start += width;
        }
        return y.withBackward((dy, d) -> {
            int from = 0;
            for (int i = 0; i < parts.size(); i++) {
                int width = parts.get(i).shape().get(at) * inner;
                block[1] = width;
                apart[0] = width;
                if (d[i] != null) {
                    backend.copyStrided(block, dy, from, joined, d[i], 0, apart, false);
                }
                from += width;
            }
        });
    }
}
