package org.timbrel.engine.tensor;

/** The tensors that go into one operation. */
final class Operands {
    private Operands() {}

    /**
     * The one whose workspace the result belongs to: the first that has one, else the first.
     *
     * @throws IllegalArgumentException if they live on different backends
     */
    static Tensor owner(Tensor... operands) {
        Tensor owner = operands[0];
        for (Tensor operand : operands) {
            if (operand.backend() != owner.backend()) {
                throw new IllegalArgumentException("an operation wants tensors of one backend, got "
                        + owner.backend().name() + " and " + operand.backend().name() + "; make both on the same one");
            }
            owner = owner.isInWorkspace() ? owner : operand;
        }
        return owner.isInWorkspace() ? owner : operands[0];
    }

    /** Whether all of them are stored as halves. */
    static boolean areHalves(Tensor... operands) {
        for (Tensor operand : operands) {
            if (!operand.isHalf()) {
                return false;
            }
        }
        return true;
    }

    /** Whether one of them wants a gradient. */
    static boolean wantGradient(Tensor... operands) {
        for (Tensor operand : operands) {
            if (operand.requiresGradient()) {
                return true;
            }
        }
        return false;
    }
}
