package org.timbrel.kernels.opencl;

import org.timbrel.engine.backend.AdamStep;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.MapOp;

/** What is done number by number: {@code elementwise.cl}, {@code dropout.cl} and {@code optimizers.cl}. */
final class Elementwise {
    private final KernelFile maps;
    private final KernelFile dropout;
    private final KernelFile optimizers;

    Elementwise(Programs programs) {
        maps = programs.file("elementwise");
        dropout = programs.file("dropout");
        optimizers = programs.file("optimizers");
    }

    void map(MapOp op, Buffer x, Buffer y, int n) {
        KernelFile file = maps.storedAs(y, x);
        file.launchVectors(file.kernel("map").with(number(op)).with(x).with(y).with(n), n);
    }

    void mapBackward(MapOp op, Buffer x, Buffer y, Buffer dy, Buffer dx, int n) {
        KernelFile file = maps.storedAs(dx, x, y, dy);
        Kernel kernel = file.kernel("map_backward");
        file.launchVectors(
                kernel.with(number(op)).with(x).with(y).with(dy).with(dx).with(n), n);
    }

    /** The number by which {@code elementwise.cl} knows a function. */
    private static int number(MapOp op) {
        return switch (op) {
            case RELU -> 0;
            case SIGMOID -> 1;
            case TANH -> 2;
            case EXP -> 3;
            case LOG -> 4;
            case SQRT -> 5;
            case SQUARE -> 6;
            case ABS -> 7;
            case RECIPROCAL -> 8;
        };
    }

    void affine(Buffer x, double scale, double shift, Buffer y, int n) {
        KernelFile file = maps.storedAs(y, x);
        Kernel kernel = file.kernel("affine");
        file.launchVectors(kernel.with(x).with(scale).with(shift).with(y).with(n), n);
    }

    void addScaled(Buffer x, double scale, Buffer y, int n) {
        KernelFile file = maps.storedAs(y, x);
        file.launchVectors(file.kernel("add_scaled").with(x).with(scale).with(y).with(n), n);
    }

    void dropout(Buffer x, int n, double rate, long seed, int stream, long step, Buffer y) {
        KernelFile file = dropout.storedAs(y, x);
        Kernel kernel = file.kernel("dropout")
                .with(x)
                .with(n)
                .with(threshold(rate))
                .with(1 / (1 - rate))
                .with((int) seed)
                .with((int) (seed >>> 32))
                .with(stream)
                .with((int) step)
                .with((int) (step >>> 32))
                .with(y);
        file.launchVectors(kernel, philoxBlocks(n)); // an item runs as many blocks as a vector has lanes
    }

    /** The upper 24 bits of a word below which a number is dropped. */
    static int threshold(double rate) {
        return (int) Math.ceil(rate * (1 << 24));
    }

    /** Blocks of Philox for n numbers: each makes four, and they come in sixteens. */
    static int philoxBlocks(int n) {
        return Kernel.groups(n, 64) * 16;
    }

    void sgd(Buffer w, Buffer g, Buffer velocity, double learningRate, double momentum, int n) {
        Kernel kernel = optimizers.kernel("sgd");
        optimizers.launchVectors(
                kernel.with(w)
                        .with(g)
                        .with(velocity)
                        .with(learningRate)
                        .with(momentum)
                        .with(n),
                n);
    }

    void adam(Buffer w, Buffer g, Buffer m, Buffer v, AdamStep step, int n) {
        Kernel kernel = optimizers
                .kernel("adam")
                .with(w)
                .with(g)
                .with(m)
                .with(v)
                .with(step.beta1())
                .with(1 - step.beta1())
                .with(step.beta2())
                .with(1 - step.beta2())
                .with(step.stepSize())
                .with(step.rootEpsilon())
                .with(step.varianceScale())
                .with(step.epsilon())
                .with(n);
        optimizers.launchVectors(kernel, n);
    }
}
