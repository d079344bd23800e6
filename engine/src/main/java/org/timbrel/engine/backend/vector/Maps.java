package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.timbrel.engine.backend.MapOp;

/**
 * Elementwise functions of one argument over a range of an array, and their derivatives. Each function has a loop of its
 * own, because a loop that calls through an interface would box every vector; the loops are called through an interface,
 * because a compiled method that takes several of them in runs at a tenth of the speed (JDK 17). The last elements that don't fill a vector
 * go through one that is filled up, so that they get the same bits as all others.
 */
final class Maps {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private Maps() {}

    /** y[yAt + i] = f(x[xAt + i]) for i below n; y may be x. */
    static void apply(MapOp op, float[] x, int xAt, float[] y, int yAt, int n, Scratch scratch) {
        int whole = Lanes.floor(n);
        Forward loop = forward(op);
        loop.run(x, xAt, y, yAt, whole);
        int rest = n - whole;
        if (rest > 0) {
            float[] last = scratch.vectors()[0];
            fillUp(x, xAt + whole, rest, last);
            loop.run(last, 0, last, 0, LANES);
            System.arraycopy(last, 0, y, yAt + whole, rest);
        }
    }

    /** Writes the last elements of x to a vector, and zeros behind them. */
    private static void fillUp(float[] x, int from, int n, float[] vector) {
        System.arraycopy(x, from, vector, 0, n);
        Arrays.fill(vector, n, LANES, 0);
    }

    /** A function over a whole number of vectors. */
    private interface Forward {
        void run(float[] x, int xAt, float[] y, int yAt, int n);
    }

    private static Forward forward(MapOp op) {
        return switch (op) {
            case RELU -> Maps::relu;
            case SIGMOID -> Maps::sigmoid;
            case TANH -> Maps::tanh;
            case EXP -> Maps::exp;
            case LOG -> Maps::log;
            case SQRT -> Maps::sqrt;
            case SQUARE -> Maps::square;
            case ABS -> Maps::abs;
            case RECIPROCAL -> Maps::reciprocal;
        };
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
    static void backward(MapOp op, float[] x, float[] y, float[] dy, float[] dx, int at, int n, Scratch scratch) {
        int whole = Lanes.floor(n);
        Backward loop = backward(op);
        loop.run(x, y, dy, dx, at, at + whole);
        int rest = n - whole;
        if (rest > 0) {
            float[][] last = scratch.vectors();
            fillUp(x, at + whole, rest, last[0]);
            fillUp(y, at + whole, rest, last[1]);
            fillUp(dy, at + whole, rest, last[2]);
            loop.run(last[0], last[1], last[2], last[2], 0, LANES);
            System.arraycopy(last[2], 0, dx, at + whole, rest);
        }
    }

    /** The gradient over a whole number of vectors. */
    private interface Backward {
        void run(float[] x, float[] y, float[] dy, float[] dx, int begin, int end);
    }

    private static Backward backward(MapOp op) {
        return switch (op) {
            case RELU -> Maps::reluBackward;
            case SIGMOID -> Maps::sigmoidBackward;
            case TANH -> Maps::tanhBackward;
            case EXP -> Maps::expBackward;
            case LOG -> Maps::logBackward;
            case SQRT -> Maps::sqrtBackward;
            case SQUARE -> Maps::squareBackward;
            case ABS -> Maps::absBackward;
            case RECIPROCAL -> Maps::reciprocalBackward;
        };
    }

    private static void reluBackward(float[] x, float[] y, float[] dy, float[] dx, int begin, int end) {
        for (int i = begin; i < end; i += LANES) {
            FloatVector.zero(SPECIES)
                    .blend(load(dy, i), load(y, i).compare(VectorOperators.GT, 0))
                    .intoArray(dx, i);
        }
    }

    private static void sigmoidBackward(float[] x, float[] y, float[] dy, float[] dx, int begin, int end) {
        for (int i = begin; i < end; i += LANES) {
            FloatVector v = load(y, i);
            load(dy, i).mul(v.mul(FloatVector.broadcast(SPECIES, 1).sub(v))).intoArray(dx, i);
        }
    }

    private static void tanhBackward(float[] x, float[] y, float[] dy, float[] dx, int begin, int end) {
        for (int i = begin; i < end; i += LANES) {
            FloatVector v = load(y, i);
            load(dy, i).mul(v.neg().fma(v, FloatVector.broadcast(SPECIES, 1))).intoArray(dx, i);
        }
    }

    private static void expBackward(float[] x, float[] y, float[] dy, float[] dx, int begin, int end) {
        for (int i = begin; i < end; i += LANES) {
            load(dy, i).mul(load(y, i)).intoArray(dx, i);
        }
    }

    private static void logBackward(float[] x, float[] y, float[] dy, float[] dx, int begin, int end) {
        for (int i = begin; i < end; i += LANES) {
            load(dy, i).div(load(x, i)).intoArray(dx, i);
        }
    }

    private static void sqrtBackward(float[] x, float[] y, float[] dy, float[] dx, int begin, int end) {
        for (int i = begin; i < end; i += LANES) {
            load(dy, i).div(load(y, i).mul(2)).intoArray(dx, i);
        }
    }

    private static void squareBackward(float[] x, float[] y, float[] dy, float[] dx, int begin, int end) {
        for (int i = begin; i < end; i += LANES) {
            load(dy, i).mul(load(x, i).mul(2)).intoArray(dx, i);
        }
    }

    private static void absBackward(float[] x, float[] y, float[] dy, float[] dx, int begin, int end) {
        for (int i = begin; i < end; i += LANES) {
            FloatVector v = load(x, i);
            FloatVector g = load(dy, i);
            FloatVector.zero(SPECIES)
                    .blend(g, v.compare(VectorOperators.GT, 0))
                    .blend(g.neg(), v.compare(VectorOperators.LT, 0))
                    .intoArray(dx, i);
        }
    }

    private static void reciprocalBackward(float[] x, float[] y, float[] dy, float[] dx, int begin, int end) {
        for (int i = begin; i < end; i += LANES) {
            FloatVector v = load(y, i);
            load(dy, i).neg().mul(v.mul(v)).intoArray(dx, i);
        }
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }
}
