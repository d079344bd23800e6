package org.timbrel.engine.backend.reference;

import org.timbrel.engine.backend.BinaryOp;
import org.timbrel.engine.backend.Broadcast;
import org.timbrel.engine.backend.MapOp;

/** Elementwise functions and strided copies, one element after another. */
final class ReferenceElementwise {
    private ReferenceElementwise() {}

    static double value(MapOp op, double x) {
        return switch (op) {
            case RELU -> Math.max(x, 0);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case TANH -> Math.tanh(x);
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case SQRT -> Math.sqrt(x);
            case SQUARE -> x * x;
            case ABS -> Math.abs(x);
            case RECIPROCAL -> 1 / x;
        };
    }

    static double derivative(MapOp op, double x, double y) {
        return switch (op) {
            case RELU -> y > 0 ? 1 : 0;
            case SIGMOID -> y * (1 - y);
            case TANH -> 1 - y * y;
            case EXP -> y;
            case LOG -> 1 / x;
            case SQRT -> 1 / (2 * y);
            case SQUARE -> 2 * x;
            case ABS -> Math.signum(x);
            case RECIPROCAL -> -y * y;
        };
    }

    static double value(BinaryOp op, double a, double b) {
        return switch (op) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
        };
    }

    static void binary(BinaryOp op, Broadcast broadcast, double[] a, double[] b, double[] y) {
        int[] shape = broadcast.shape();
        int[] index = new int[shape.length];
        for (int i = 0; i < broadcast.size(); i++) {
            y[i] = value(op, a[position(index, broadcast.stepsA())], b[position(index, broadcast.stepsB())]);
            advance(index, shape);
        }
    }

    static void copyStrided(
            int[] shape,
            double[] x,
            int xOffset,
            int[] xStrides,
            double[] y,
            int yOffset,
            int[] yStrides,
            boolean add) {
        int size = 1;
        for (int length : shape) {
            size *= length;
        }
        int[] index = new int[shape.length];
        for (int i = 0; i < size; i++) {
            int to = yOffset + position(index, yStrides);
            double value = x[xOffset + position(index, xStrides)];
            y[to] = add ? y[to] + value : value;
            advance(index, shape);
        }
    }

    private static int position(int[] index, int[] strides) {
        int position = 0;
        for (int axis = 0; axis < index.length; axis++) {
            position += index[axis] * strides[axis];
        }
        return position;
    }

    private static void advance(int[] index, int[] shape) {
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            if (++index[axis] < shape[axis]) {
                return;
            }
            index[axis] = 0;
        }
    }
}
