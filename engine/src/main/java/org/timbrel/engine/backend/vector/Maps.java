package org.timbrel.engine.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.timbrel.engine.backend.MapOp;

/**
 * Elementwise functions of one argument over a range of an array, and their derivatives. Each function has a loop of its
 * own, because a loop that calls through an interface would box every vector. The last elements that don't fill a vector
 * go through one that is filled up, so that they get the same bits as all others.
 */
final class Maps {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private Maps() {}

    /** y[yAt + i] = f(x[xAt + i]) for i below n; y may be x. */
    static void apply(MapOp op, float[] x, int xAt, float[] y, int yAt, int n) {
        int whole = Lanes.floor(n);
        vectors(op, x, xAt, y, yAt, whole);
        int rest = n - whole;
        if (rest > 0) {
            float[] last = new float[LANES];
            System.arraycopy(x, xAt + whole, last, 0, rest);
            vectors(op, last, 0, last, 0, LANES);
            System.arraycopy(last, 0, y, yAt + whole, rest);
        }
    }

    private static void vectors(MapOp op, float[] x, int xAt, float[] y, int yAt, int n) {
        switch (op) {
            case RELU -> relu(x, xAt, y, yAt, n);
            case SIGMOID -> sigmoid(x, xAt, y, yAt, n);
            case TANH -> tanh(x, xAt, y, yAt, n);
            case EXP -> exp(x, xAt, y, yAt, n);
            case LOG -> log(x, xAt, y, yAt, n);
            case SQRT -> sqrt(x, xAt, y, yAt, n);
            case SQUARE -> square(x, xAt, y, yAt, n);
            case ABS -> abs(x, xAt, y, yAt, n);
            case RECIPROCAL -> reciprocal(x, xAt, y, yAt, n);
        }
    }

    private static void relu(float[] x, int xAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(x, xAt + i).max(0).intoArray(y, yAt + i);
        }
    }

    private static void sigmoid(float[] x, int xAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMath.sigmoid(load(x, xAt + i)).intoArray(y, yAt + i);
        }
    }

    private static void tanh(float[] x, int xAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMath.tanh(load(x, xAt + i)).intoArray(y, yAt + i);
        }
    }

    private static void exp(float[] x, int xAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMath.exp(load(x, xAt + i)).intoArray(y, yAt + i);
        }
    }

    private static void log(float[] x, int xAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMath.log(load(x, xAt + i)).intoArray(y, yAt + i);
        }
    }

    private static void sqrt(float[] x, int xAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(x, xAt + i).sqrt().intoArray(y, yAt + i);
        }
    }

    private static void square(float[] x, int xAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector v = load(x, xAt + i);
            v.mul(v).intoArray(y, yAt + i);
        }
    }

    private static void abs(float[] x, int xAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(x, xAt + i).abs().intoArray(y, yAt + i);
        }
    }

    private static void reciprocal(float[] x, int xAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector.broadcast(SPECIES, 1).div(load(x, xAt + i)).intoArray(y, yAt + i);
        }
    }

    /** dx[at + i] = dy[at + i] f'(x[at + i]), where y = f(x), for i below n; dx may be dy. */
    static void backward(MapOp op, float[] x, float[] y, float[] dy, float[] dx, int at, int n) {
        int whole = Lanes.floor(n);
        vectorsBackward(op, x, y, dy, dx, at, whole);
        int rest = n - whole;
        if (rest > 0) {
            float[] lastX = new float[LANES];
            float[] lastY = new float[LANES];
            float[] last = new float[LANES];
            System.arraycopy(x, at + whole, lastX, 0, rest);
            System.arraycopy(y, at + whole, lastY, 0, rest);
            System.arraycopy(dy, at + whole, last, 0, rest);
            vectorsBackward(op, lastX, lastY, last, last, 0, LANES);
            System.arraycopy(last, 0, dx, at + whole, rest);
        }
    }

    private static void vectorsBackward(MapOp op, float[] x, float[] y, float[] dy, float[] dx, int at, int n) {
        int end = at + n;
        switch (op) {
            case RELU -> reluBackward(y, dy, dx, at, end);
            case SIGMOID -> sigmoidBackward(y, dy, dx, at, end);
            case TANH -> tanhBackward(y, dy, dx, at, end);
            case EXP -> expBackward(y, dy, dx, at, end);
            case LOG -> logBackward(x, dy, dx, at, end);
            case SQRT -> sqrtBackward(y, dy, dx, at, end);
            case SQUARE -> squareBackward(x, dy, dx, at, end);
            case ABS -> absBackward(x, dy, dx, at, end);
            case RECIPROCAL -> reciprocalBackward(y, dy, dx, at, end);
        }
    }

    private static void reluBackward(float[] y, float[] dy, float[] dx, int begin, int end) {
        for (int i = begin; i < end; i += LANES) {
            FloatVector.zero(SPECIES)
                    .blend(load(dy, i), load(y, i).compare(VectorOperators.GT, 0))
                    .intoArray(dx, i);
        }
    }

    private static void sigmoidBackward(float[] y, float[] dy, float[] dx, int begin, int end) {
        for (int i = begin; i < end; i += LANES) {
            FloatVector v = load(y, i);
            load(dy, i).mul(v.mul(FloatVector.broadcast(SPECIES, 1).sub(v))).intoArray(dx, i);
        }
    }

    private static void tanhBackward(float[] y, float[] dy, float[] dx, int begin, int end) {
        for (int i = begin; i < end; i += LANES) {
            FloatVector v = load(y, i);
            load(dy, i).mul(v.neg().fma(v, FloatVector.broadcast(SPECIES, 1))).intoArray(dx, i);
        }
    }

    private static void expBackward(float[] y, float[] dy, float[] dx, int begin, int end) {
        for (int i = begin; i < end; i += LANES) {
            load(dy, i).mul(load(y, i)).intoArray(dx, i);
        }
    }

    private static void logBackward(float[] x, float[] dy, float[] dx, int begin, int end) {
        for (int i = begin; i < end; i += LANES) {
            load(dy, i).div(load(x, i)).intoArray(dx, i);
        }
    }

    private static void sqrtBackward(float[] y, float[] dy, float[] dx, int begin, int end) {
        for (int i = begin; i < end; i += LANES) {
            load(dy, i).div(load(y, i).mul(2)).intoArray(dx, i);
        }
    }

    private static void squareBackward(float[] x, float[] dy, float[] dx, int begin, int end) {
        for (int i = begin; i < end; i += LANES) {
            load(dy, i).mul(load(x, i).mul(2)).intoArray(dx, i);
        }
    }

    private static void absBackward(float[] x, float[] dy, float[] dx, int begin, int end) {
        for (int i = begin; i < end; i += LANES) {
            FloatVector v = load(x, i);
            FloatVector g = load(dy, i);
            FloatVector.zero(SPECIES)
                    .blend(g, v.compare(VectorOperators.GT, 0))
                    .blend(g.neg(), v.compare(VectorOperators.LT, 0))
                    .intoArray(dx, i);
        }
    }

    private static void reciprocalBackward(float[] y, float[] dy, float[] dx, int begin, int end) {
        for (int i = begin; i < end; i += LANES) {
            FloatVector v = load(y, i);
            load(dy, i).neg().mul(v.mul(v)).intoArray(dx, i);
        }
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }
}
