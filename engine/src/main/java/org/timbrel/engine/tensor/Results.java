package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Buffer;

/** Tensors for the results of operations, in the workspace of what goes in, their values not defined yet. */
final class Results {
    private Results() {}

    /** The result of an operation on one tensor, stored as that is. */
    static Tensor of(Shape shape, Tensor x) {
        return of(shape, x.isHalf(), x);
    }

    /** The same, stored as halves or not. */
    static Tensor of(Shape shape, boolean halves, Tensor x) {
        return on(x.allocate(shape.size(), halves), shape, x, x);
    }

    /** The result of an operation on several tensors; halves if all of them are. */
    static Tensor of(Shape shape, Tensor... inputs) {
        return of(shape, Operands.areHalves(inputs), inputs);
    }

    /** The same, stored as halves or not. */
    static Tensor of(Shape shape, boolean halves, Tensor... inputs) {
        Tensor owner = Operands.owner(inputs);
        Buffer memory = owner.allocate(shape.size(), halves);
        Tensor result = owner.beside(shape, memory, Operands.wantGradient(inputs));
        if (result.requiresGradient()) {
            result.node().setInputs(inputs);
        }
        return result;
    }

    /** A result of {@code x} in the workspace of {@code owner}, on memory from there. */
    static Tensor on(Buffer memory, Shape shape, Tensor owner, Tensor x) {
        return withInput(owner.beside(shape, memory, x.requiresGradient()), x);
    }

    /** {@code x} in another shape, on its memory. */
    static Tensor view(Shape shape, Tensor x) {
        return withInput(x.view(shape), x);
    }

    private static Tensor withInput(Tensor result, Tensor x) {
        if (result.requiresGradient()) {
            result.node().setInput(x);
        }
        return result;
    }
}
