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
        int[] yStrides = {total * inner, 1};
        Tensor y = Tensor.result(first.shape().with(at, total), parts.toArray(Tensor[]::new));
        int[] starts = new int[parts.size()];
        int start = 0;
        for (int i = 0; i < starts.length; i++) {
            Tensor part = parts.get(i);
            int width = part.shape().get(at) * inner;
            starts[i] = start;
            backend.copyStrided(
                    new int[] {outer, width},
                    part.buffer(),
                    0,
                    new int[] {width, 1},
                    y.buffer(),
                    start,
                    yStrides,
                    false);
            start += width;
        }
        return y.withBackward((dy, d) -> {
            for (int i = 0; i < starts.length; i++) {
                if (d[i] != null) {
                    int width = parts.get(i).shape().get(at) * inner;
                    int[] block = {outer, width};
                    backend.copyStrided(block, dy, starts[i], yStrides, d[i], 0, new int[] {width, 1}, false);
                }
            }
        });
    }
}
