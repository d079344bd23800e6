package org.timbrel.engine.backend.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.timbrel.engine.backend.Pool2dShape;

/**
 * Max pooling, channels last: a vector holds neighbouring channels of one position, so windows are walked place by place
 * without moving a lane. Where the largest value was is kept as a number of the place in its window, the first one of
 * equals.
 */
final class MaxPool2d {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private final Workers workers;

    MaxPool2d(Workers workers) {
        this.workers = workers;
    }

    /** As {@link org.timbrel.engine.backend.Backend#maxPool2d}. */
    void forward(Pool2dShape s, float[] x, float[] y, float[] argmax) {
        int outRow = s.outF() * s.c();
        workers.runRows(s.n() * s.outT(), outRow * s.sizeT() * s.sizeF(), (first, count) -> {
            for (int row = first; row < first + count; row++) {
                for (int f = 0; f < s.outF(); f++) {
                    window(s, x, inputAt(s, row, f), y, argmax, row * outRow + f * s.c());
                }
            }
        });
    }

    /** Where in x the window of an output position begins; rows are counted through all images. */
    private static int inputAt(Pool2dShape s, int row, int f) {
        int image = row / s.outT();
        int t = row % s.outT() * s.strideT();
        return ((image * s.t() + t) * s.f() + f * s.strideF()) * s.c();
    }

    private static void window(Pool2dShape s, float[] x, int from, float[] y, float[] argmax, int to) {
        int c = s.c();
        int below = s.f() * c;
        if (s.sizeT() == 2 && s.sizeF() == 2) {
            int whole = Lanes.floor(c);
            twoByTwo(x, from, from + below, c, y, argmax, to, whole);
            if (whole < c) {
                places(s, x, from, y, argmax, to, whole);
            }
        } else {
            places(s, x, from, y, argmax, to, 0);
        }
    }

    private static void twoByTwo(
            float[] x, int above, int below, int c, float[] y, float[] argmax, int to, int channels) {
        for (int j = 0; j < channels; j += LANES) {
            FloatVector best = load(x, above + j);
            FloatVector place = FloatVector.zero(SPECIES);
            FloatVector next = load(x, above + c + j);
            VectorMask<Float> larger = next.compare(VectorOperators.GT, best);
            best = best.blend(next, larger);
            place = place.blend(1, larger);
            next = load(x, below + j);
            larger = next.compare(VectorOperators.GT, best);
            best = best.blend(next, larger);
            place = place.blend(2, larger);
            next = load(x, below + c + j);
            larger = next.compare(VectorOperators.GT, best);
            best = best.blend(next, larger);
            place = place.blend(3, larger);
            best.intoArray(y, to + j);
            place.intoArray(argmax, to + j);
        }
    }

    /** Any window, channel by channel from {@code firstChannel} on. */
    private static void places(
            Pool2dShape s, float[] x, int from, float[] y, float[] argmax, int to, int firstChannel) {
        for (int c = firstChannel; c < s.c(); c++) {
            float best = x[from + c];
            int place = 0;
            for (int k = 1; k < s.sizeT() * s.sizeF(); k++) {
                float next = x[from + placeAt(s, k) + c];
                if (next > best) {
                    best = next;
                    place = k;
                }
            }
            y[to + c] = best;
            argmax[to + c] = place;
        }
    }

    private static int placeAt(Pool2dShape s, int k) {
        return (k / s.sizeF() * s.f() + k % s.sizeF()) * s.c();
    }

    /** As {@link org.timbrel.engine.backend.Backend#maxPool2dBackward}. */
    void backward(Pool2dShape s, float[] dy, float[] argmax, float[] dx) {
        int imageSize = s.t() * s.f() * s.c();
        int outRow = s.outF() * s.c();
        workers.run(s.n(), image -> {
            Arrays.fill(dx, image * imageSize, (image + 1) * imageSize, 0);
            for (int row = image * s.outT(); row < (image + 1) * s.outT(); row++) {
                for (int f = 0; f < s.outF(); f++) {
                    spread(s, dy, argmax, row * outRow + f * s.c(), dx, inputAt(s, row, f));
                }
            }
        });
    }

    private static void spread(Pool2dShape s, float[] dy, float[] argmax, int from, float[] dx, int to) {
        int whole = Lanes.floor(s.c());
        for (int k = 0; k < s.sizeT() * s.sizeF(); k++) {
            spreadPlace(dy, argmax, from, k, dx, to + placeAt(s, k), whole);
        }
        for (int c = whole; c < s.c(); c++) {
            dx[to + placeAt(s, (int) argmax[from + c]) + c] += dy[from + c];
        }
    }

    private static void spreadPlace(float[] dy, float[] argmax, int from, int place, float[] dx, int to, int n) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int j = 0; j < n; j += LANES) {
            VectorMask<Float> here = load(argmax, from + j).compare(VectorOperators.EQ, place);
            load(dx, to + j).add(zero.blend(load(dy, from + j), here)).intoArray(dx, to + j);
        }
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }
}
