package org.timbrel.engine.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Takes the gradient of a loss back to all that it was made from: each tensor after those that were made from it. */
final class Backpropagation {
    private record Visit(Tensor tensor, Iterator<Tensor> parentsLeft) {}

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

    /** Depth first without recursion, since a sequence written step by step makes a deep graph. */
    private static List<Tensor> order(Tensor loss) {
        List<Tensor> order = new ArrayList<>();
        Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Visit> path = new ArrayDeque<>();
        seen.add(loss);
        path.push(new Visit(loss, loss.parents().iterator()));
        while (!path.isEmpty()) {
            Visit visit = path.peek();
            if (visit.parentsLeft().hasNext()) {
                Tensor parent = visit.parentsLeft().next();
                if (parent.requiresGradient() && seen.add(parent)) {
                    path.push(new Visit(parent, parent.parents().iterator()));
                }
            } else {
                order.add(path.pop().tensor());
            }
        }
        Collections.reverse(order);
        return order;
    }
}
