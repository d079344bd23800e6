package org.timbrel.training.data;

import org.timbrel.engine.random.Philox;
import org.timbrel.training.recipe.AugmentSpec;

/**
 * CutMix (Yun and others, "CutMix: Regularization Strategy to Train Strong Classifiers with Localizable Features", ICCV
 * 2019): the same box of every segment of a batch is taken from another segment of the batch, in a random order. The box
 * has the sides {@code sqrt(1 - lambda)} of the picture's with lambda even in [0, 1), its middle lies anywhere, and what
 * falls outside the picture is cut off; the weight of a segment's own label is the area that is left of it. Draws are
 * keyed by seed, epoch and batch.
 */
final class CutMix {
    private static final int DRAW_STREAM = 0xC07A0000;
    private static final int ORDER_STREAM = 0xC07A0001;
    private static final int DRAWS = 4;

    private final AugmentSpec.CutMix spec;
    private final long seed;
    private final int epochs;

    CutMix(AugmentSpec.CutMix spec, long seed, int epochs) {
        this.spec = spec;
        this.seed = seed;
        this.epochs = epochs;
    }

    /** Probability that a batch of an epoch, from 1, is mixed: it falls evenly from the first to the last. */
    double probability(int epoch) {
        double done = epochs == 1 ? 0 : (epoch - 1.0) / (epochs - 1);
        return spec.probability() + (spec.finalProbability() - spec.probability()) * done;
    }

    /** Whether a batch is mixed. */
    boolean mixes(int epoch, int index) {
        return draw(epoch, index)[0] < probability(epoch);
    }

    private double[] draw(int epoch, int index) {
        double[] draw = new double[DRAWS];
        Philox.uniform(seed, DRAW_STREAM, step(epoch, index), draw);
        return draw;
    }

    private static long step(int epoch, int index) {
        return (long) epoch << 32 | index;
    }

    Batch apply(Batch batch, int epoch, int index) {
        if (!mixes(epoch, index)) {
            return batch;
        }
        double[] draw = draw(epoch, index);
        double side = Math.sqrt(1 - draw[1]);
        Span frames = Span.of(batch.t(), side, draw[2]);
        Span bins = Span.of(batch.f(), side, draw[3]);
        int[] partners = Philox.permutation(seed, ORDER_STREAM, step(epoch, index), batch.n());
        float[] x = batch.x().clone();
        int[] others = new int[batch.n()];
        for (int i = 0; i < batch.n(); i++) {
            others[i] = batch.labels()[partners[i]];
            for (int frame = frames.first; frame < frames.end; frame++) {
                int from = (partners[i] * batch.t() + frame) * batch.f() + bins.first;
                int to = (i * batch.t() + frame) * batch.f() + bins.first;
                System.arraycopy(batch.x(), from, x, to, bins.end - bins.first);
            }
        }
        double area = (double) (frames.end - frames.first) * (bins.end - bins.first) / (batch.t() * batch.f());
        return new Batch(
                x, batch.n(), batch.t(), batch.f(), batch.c(), batch.labels(), others, 1 - area, batch.trackIds());
    }

    /** From {@code first} to before {@code end}. */
    private record Span(int first, int end) {
        static Span of(int size, double part, double middle) {
            int length = (int) (size * part);
            int center = (int) (size * middle);
            return new Span(Math.max(0, center - length / 2), Math.min(size, center + length / 2));
        }
    }
}
