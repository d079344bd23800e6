package org.timbrel.engine.tensor;

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
        for (Tensor tensor = order(loss); tensor != null; tensor = cut(tensor)) {
            tensor.passGradientOn();
            if (tensor != loss) {
                tensor.giveBack();
            }
        }
    }

    /** The tensor after this one, which forgets it. */
    private static Tensor cut(Tensor tensor) {
        Tensor next = tensor.next;
        tensor.next = null;
        return next;
    }

    /**
     * Links the results of operations that the loss depends on, from the loss on. Depth first without recursion, since a
     * sequence written step by step makes a deep graph: the path to where the search stands is linked back to the loss, and a
     * tensor whose parents are all in order leaves the path for the head of the order.
     */
    private static Tensor order(Tensor loss) {
        Tensor order = null;
        Tensor path = loss;
        loss.seen = true;
        loss.next = null;
        while (path != null) {
            Tensor parent = unseenParent(path);
            if (parent == null) {
                Tensor rest = path.next;
                path.next = order;
                order = path;
                path = rest;
            } else {
                parent.seen = true;
                parent.next = path;
                path = parent;
            }
        }
        for (Tensor tensor = order; tensor != null; tensor = tensor.next) {
            tensor.seen = false;
        }
        return order;
    }

    /** A parent with parents of its own that has not been seen yet; null if there is none. */
    private static Tensor unseenParent(Tensor tensor) {
        for (Tensor parent : tensor.parents()) {
            if (parent.parents().length > 0 && !parent.seen) {
                return parent;
            }
        }
        return null;
    }
}
