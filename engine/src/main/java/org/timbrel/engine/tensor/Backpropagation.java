package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Buffer;

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
        Node last = loss.node();
        last.gradient().start();
        Node order = order(last);
        Buffer[] gradients = new Buffer[mostInputs(order)];
        for (Node node = order; node != null; node = cut(node)) {
            node.passGradientOn(gradients);
            if (node != last) {
                node.giveBack();
            }
        }
    }

    private static int mostInputs(Node order) {
        int most = 0;
        for (Node node = order; node != null; node = node.next) {
            most = Math.max(most, node.inputs().length);
        }
        return most;
    }

    /** The node after this one, which forgets it. */
    private static Node cut(Node node) {
        Node next = node.next;
        node.next = null;
        return next;
    }

    /**
     * Links the nodes of the operations that the loss depends on, from the loss on. Depth first without recursion, since a
     * sequence written step by step makes a deep graph: the path to where the search stands is linked back to the loss, and a
     * node whose inputs are all in order leaves the path for the head of the order.
     */
    private static Node order(Node loss) {
        Node order = null;
        Node path = loss;
        loss.seen = true;
        loss.next = null;
        while (path != null) {
            Node input = unseenInput(path);
            if (input == null) {
                Node rest = path.next;
                path.next = order;
                order = path;
                path = rest;
            } else {
                input.seen = true;
                input.next = path;
                path = input;
            }
        }
        for (Node node = order; node != null; node = node.next) {
            node.seen = false;
        }
        return order;
    }

    /** An input with inputs of its own that has not been seen yet; null if there is none. */
    private static Node unseenInput(Node node) {
        for (Tensor tensor : node.inputs()) {
            Node input = tensor.node();
            if (input != null && input.inputs().length > 0 && !input.seen) {
                return input;
            }
        }
        return null;
    }
}
