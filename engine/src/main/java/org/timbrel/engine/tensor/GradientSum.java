package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Buffer;

/**
 * The gradient of one tensor, term by term: the first is written in place, each further one beside it and then added. A
 * leaf, which lives for many steps, keeps its memory.
 */
final class GradientSum {
    private Tensor tensor;
    private Buffer total;
    private Buffer beside;
    private Tensor constant;
    private boolean hasTerms;
    private boolean lent; // the memory of the total, for the first term

    /** Begins anew, empty, for a tensor. */
    void beginFor(Tensor of) {
        tensor = of;
        total = null;
        beside = null;
        constant = null;
        hasTerms = false;
        lent = false;
    }

    /** Whether no term has been written since the last {@link #clear}. */
    boolean isEmpty() {
        return !hasTerms;
    }

    /** The terms together. */
    Buffer total() {
        return total;
    }

    /** The terms together, as a tensor on their memory; null if there are none. */
    Tensor asConstant() {
        if (!hasTerms) {
            return null;
        }
        if (constant == null || constant.buffer() != total) {
            constant = new Tensor(tensor.backend(), null, tensor.shape(), total, false);
        }
        return constant;
    }

    /**
     * Memory to overwrite with the next term; {@link #add} follows. An operation may ask for several before it adds them: it
     * has this tensor as an input more than once.
     */
    Buffer nextTerm() {
        if (!hasTerms && !lent) {
            total = total == null ? tensor.allocateLike() : total;
            lent = true;
            return total;
        }
        Buffer term = beside == null ? tensor.allocateLike() : beside;
        beside = null;
        return term;
    }

    /** The terms so far, or zeros, for an operation that adds to some of the numbers; {@link #add} follows. */
    Buffer running() {
        if (!hasTerms) {
            tensor.backend().fill(nextTerm(), 0, tensor.shape().size());
            hasTerms = true;
        }
        return total;
    }

    /** Adds a term, in the memory that {@link #nextTerm} gave. */
    void add(Buffer term) {
        if (term == total) {
            lent = false;
        } else {
            tensor.backend().addScaled(term, 1, total, tensor.shape().size());
            beside = tensor.isInWorkspace() ? null : term;
            tensor.release(term);
        }
        hasTerms = true;
    }

    /** Adds one, where all gradients begin: d loss / d loss. */
    void start() {
        Buffer one = nextTerm();
        tensor.backend().fill(one, 1, 1);
        add(one);
    }

    /** Adds itself, no longer needed, to the gradient of a result with as many elements; without a copy if it is the first. */
    void handTo(Tensor x) {
        GradientSum other = x.node().gradient();
        if (x.isInWorkspace() && other.isEmpty()) {
            other.total = total;
            other.hasTerms = true;
            total = null;
        } else {
            Buffer term = other.nextTerm();
            x.backend().copy(total, 0, term, 0, x.shape().size());
            other.add(term);
        }
    }

    /** Forgets the terms and keeps their memory for the next. */
    void clear() {
        hasTerms = false;
        lent = false;
    }

    /** Forgets the terms and gives their memory back. */
    void giveBack() {
        if (total != null) {
            tensor.release(total);
            total = null;
        }
        hasTerms = false;
    }
}
