package org.timbrel.engine.tensor;

import java.util.function.Consumer;
import org.timbrel.engine.backend.Buffer;

/**
 * The gradient of one tensor, term by term: the first is written in place, each further one beside it and then added. A
 * leaf, which lives for many steps, keeps its memory.
 */
final class GradientSum {
    private final Tensor tensor;
    private Buffer total;
    private Buffer beside;
    private Tensor constant;
    private boolean hasTerms;

    GradientSum(Tensor tensor) {
        this.tensor = tensor;
    }

    /** Whether no term has been written since the last {@link #clear}. */
    boolean isEmpty() {
        return !hasTerms;
    }

    /** The terms together. */
    Buffer total() {
        return total;
    }

    /** The terms together, as a tensor on their memory. */
    Tensor asConstant() {
        if (constant == null || constant.buffer() != total) {
            constant = new Tensor(tensor.backend(), null, tensor.shape(), total, false);
        }
        return constant;
    }

    /** Memory to overwrite with the next term; {@link #add} follows. */
    Buffer nextTerm() {
        if (!hasTerms) {
            total = total == null ? tensor.allocateLike() : total;
            return total;
        }
        Buffer term = beside == null ? tensor.allocateLike() : beside;
        beside = null;
        return term;
    }

    /** Adds a term, in the memory that {@link #nextTerm} gave. */
    void add(Buffer term) {
        if (hasTerms) {
            tensor.backend().addScaled(term, 1, total, tensor.shape().size());
            beside = tensor.isInWorkspace() ? null : term;
            tensor.releaseLike(term);
        }
        hasTerms = true;
    }

    /** Adds what a kernel writes. */
    void add(Consumer<Buffer> kernel) {
        Buffer term = nextTerm();
        kernel.accept(term);
        add(term);
    }

    /** Adds itself, no longer needed, to the gradient of a result with as many elements; without a copy if it is the first. */
    void handTo(Tensor x) {
        GradientSum other = x.gradientSum();
        if (x.isInWorkspace() && x.requiresGradient() && other.isEmpty()) {
            other.total = total;
            other.hasTerms = true;
            total = null;
        } else {
            x.addGradient(dx -> x.backend().copy(total, 0, dx, 0, x.shape().size()));
        }
    }

    /** Forgets the terms and keeps their memory for the next. */
    void clear() {
        hasTerms = false;
    }

    /** Forgets the terms and gives their memory back. */
    void giveBack() {
        if (total != null) {
            tensor.releaseLike(total);
            total = null;
        }
        hasTerms = false;
    }
}
