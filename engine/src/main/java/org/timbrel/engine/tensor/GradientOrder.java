package org.timbrel.engine.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** The order in which gradients flow: each tensor after all that were made from it. */
final class GradientOrder {
    private record Visit(Tensor tensor, Iterator<Tensor> parentsLeft) {}

    private GradientOrder() {}

    /** Depth first without recursion, since a sequence written step by step makes a deep graph. */
    static List<Tensor> from(Tensor loss) {
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
