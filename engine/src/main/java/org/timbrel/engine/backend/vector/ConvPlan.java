package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.Conv2dShape;

/**
 * What the shape of a convolution alone says: what each direction reads, and by which algorithm it goes. Kernels that live for
 * many steps keep it, and for the others a step finds it where the step before has left it ({@link Scratch#plan}).
 */
final class ConvPlan {
    /**
     * A walk over images through a window.
     *
     * @param channels of the result
     * @param winograd how it is cut for Winograd's algorithm; null where it goes directly
     */
    record Direction(int images, Window window, int channels, WinogradConv2d.Cut winograd) {
        static Direction of(int images, Window window, int channels) {
            boolean pays = WinogradTiles.pay(images, window, channels);
            return new Direction(
                    images, window, channels, pays ? WinogradConv2d.Cut.of(images, window, channels) : null);
        }
    }

    final Conv2dShape shape;

    /** What the forward pass reads of x, and the gradient of the weights too. */
    final Direction forward;

    /** The forward pass at the positions that a pooling of 2 x 2 reads. */
    final Direction pooled;

    /** What the gradient of x reads of that of y. */
    final Direction backward;

    /** Whether the gradient of x goes back through the tiles of the forward pass instead. */
    final boolean backThroughTiles;

    /** The product of that way; null where it is not taken. */
    final WinogradProduct backProduct;

    /** How the gradient of the weights goes by Winograd's algorithm; null where it goes directly. */
    final WinogradWeightGradient.Groups weightGroups;

    ConvPlan(Conv2dShape shape) {
        this.shape = shape;
        Window window = Window.forward(shape);
        this.forward = Direction.of(shape.n(), window, shape.o());
        boolean even = shape.outT() % 2 == 0 && shape.outF() % 2 == 0;
        Window pairs = window.of(shape.outT() / 2 * 2, shape.outF() / 2 * 2);
        this.pooled = even ? forward : Direction.of(shape.n(), pairs, shape.o());
        this.backward = Direction.of(shape.n(), Window.backward(shape), shape.c());
        this.backThroughTiles = WinogradInputGradient.pays(shape, forward);
        this.backProduct = backThroughTiles ? WinogradInputGradient.product(shape, forward) : null;
        this.weightGroups = forward.winograd() == null ? null : WinogradWeightGradient.Groups.of(shape, forward);
    }

    /** Whether the shape is this, by what {@code equals} says but without the classes that its first call has a process make. */
    boolean isOf(Conv2dShape s) {
        return shape == s
                || (shape.n() == s.n() && shape.o() == s.o() && forward.window().isOf(s));
    }
}
