package org.timbrel.engine.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** Takes the gradient of a loss back to all that it was made from: each tensor after those that were made from it. */
final class Backpropagation {
    private Backpropagation() {}

    /** As {@link Tensor#backward}. */
    static void from(Tensor loss) {
        if (loss.shape().size() != 1) {
            throw new ShapeException(
                    "backward() starts from one number, got shape " + loss.shape() + "; call sum() or mean()");
        }
        if (!loss.requiresGradient()) {
            throw new IllegalStateException("backward() finds nothing that wants a gradient; make the leaves with"
                    + " Tensor.parameter, and open the workspace with openStep()");
        }
        loss.addGradient(dy -> loss.backend().fill(dy, 1, 1));
        for (Tensor tensor : order(loss)) {
            tensor.passGradientOn();
            if (tensor != loss) {
                tensor.giveBack();
            }
        }
    }

    /**
     * The results of operations that the loss depends on. Depth first without recursion, since a sequence written step by
     * step makes a deep graph.
     */
    private static List<Tensor> order(Tensor loss) {
        List<Tensor> order = new ArrayList<>();
        Deque<Tensor> path = new ArrayDeque<>();
        loss.gradientSum().see();
        path.push(loss);
        while (!path.isEmpty()) {
            Tensor next = unseenParent(path.peek());
            if (next == null) {
                order.add(path.pop());
            } else {
                path.push(next);
            }
        }
        for (Tensor tensor : order) {
            tensor.gradientSum().forgetSeen();
        }
        Collections.reverse(order);
        return order;
    }

    /** A parent with parents of its own that had not been seen until now; null if there is none. */
    private static Tensor unseenParent(Tensor tensor) {
        for (Tensor parent : tensor.parents()) {
            if (parent.parents().length > 0 && parent.gradientSum().see()) {
                return parent;
            }
        }
        return null;
    }
}
