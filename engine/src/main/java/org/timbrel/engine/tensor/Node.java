package org.timbrel.engine.tensor;

import java.util.Arrays;
import org.timbrel.engine.backend.Buffer;

/**
 * What the way back must know of a tensor whose gradient is wanted: the tensors it was made from, how its gradient goes back to
 * them, and that gradient. A training step makes the same nodes as the one before, so those of a workspace serve again.
 */
final class Node {
    private static final Tensor[] NO_INPUTS = {};
    private static final Buffer[] NOTHING_KEPT = {};

    private final GradientSum gradient = new GradientSum();
    private final Tensor[] only = new Tensor[1];
    private Tensor tensor;
    private Tensor[] inputs = NO_INPUTS;
    private Backward backward;
    private Buffer[] kept = NOTHING_KEPT;
    private int joint;
    private boolean adds;
    boolean seen; // by Backpropagation, which links nodes in its order
    Node next;

    /** Begins with a tensor that depends on nothing. */
    Node of(Tensor leaf) {
        tensor = leaf;
        gradient.beginFor(leaf);
        return this;
    }

    /** Forgets the tensor and all that it refers to. */
    void clear() {
        of(null);
        only[0] = null;
        inputs = NO_INPUTS;
        backward = null;
        kept = NOTHING_KEPT;
    }

    /** The only input, for which the node has room. */
    void setInput(Tensor x) {
        only[0] = x;
        inputs = only;
    }

    void setInputs(Tensor... tensors) {
        inputs = tensors;
    }

    /**
     * Says how the gradient goes back to the inputs.
     *
     * @param first from which input on it writes all gradients together, wanted or not
     * @param toParts whether it adds to some of the numbers of a gradient, in place of writing all
     * @param memory of this tensor that the way back needs, and nobody else
     */
    void setBackward(Backward way, int first, boolean toParts, Buffer... memory) {
        backward = way;
        joint = first;
        adds = toParts;
        kept = memory;
    }

    /** What an operation made the tensor from; empty for a leaf. */
    Tensor[] inputs() {
        return inputs;
    }

    GradientSum gradient() {
        return gradient;
    }

    /**
     * Adds to the gradients of the inputs and gives the own one back.
     *
     * @param d room for a buffer for each input
     */
    void passGradientOn(Buffer[] d) {
        if (inputs.length == 0 || gradient.isEmpty()) {
            return;
        }
        if (backward == null) {
            gradient.handTo(inputs[0]);
        } else {
            for (int i = 0; i < inputs.length; i++) {
                d[i] = memoryForGradient(inputs[i], i >= joint);
            }
            backward.write(gradient.total(), d);
            for (int i = 0; i < inputs.length; i++) {
                takeGradient(inputs[i], d[i]);
            }
            Arrays.fill(d, 0, inputs.length, null);
        }
        gradient.giveBack();
    }

    private Buffer memoryForGradient(Tensor input, boolean always) {
        if (input.requiresGradient()) {
            GradientSum sum = input.node().gradient;
            return adds ? sum.running() : sum.nextTerm();
        }
        return always ? tensor.allocate(input.shape().size(), input.isHalf()) : null;
    }

    private void takeGradient(Tensor input, Buffer written) {
        if (input.requiresGradient()) {
            input.node().gradient.add(written);
        } else if (written != null) {
            tensor.release(written);
        }
    }

    /** Gives back the memory of the result of an operation, once nothing on the way back needs it. */
    void giveBack() {
        if (backward != null) {
            tensor.giveBack();
            for (Buffer each : kept) {
                tensor.release(each);
            }
        }
    }
}
