package org.timbrel.engine.tensor;

import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BinaryOp;
import org.timbrel.engine.backend.Broadcast;
import org.timbrel.engine.backend.Buffer;

/**
 * Batch normalisation over all axes but the last (Ioffe and Szegedy, 2015): h = (x - mean) / sqrt(variance + epsilon), y =
 * gamma h + beta, a mean and a variance for each channel.
 */
public final class BatchNormalization {
    private BatchNormalization() {}

    /**
     * The result of {@link #train}.
     *
     * @param y normalised, shape of x
     * @param mean (C) of this batch
     * @param variance (C) of this batch, biased
     * @param rows values of which each mean was made
     */
    public record Result(Tensor y, Tensor mean, Tensor variance, int rows) {}

    /**
     * By the batch's own mean and variance. Backward, with m rows:
     *
     * <pre>
     *   dbeta = sum dy      dgamma = sum dy h
     *   dx = gamma / sqrt(variance + epsilon) (dy - dbeta / m - h dgamma / m)
     * </pre>
     */
    public static Result train(Tensor x, Tensor gamma, Tensor beta, double epsilon) {
        Backend backend = x.backend();
        int c = channels(x, gamma, beta);
        int rows = x.shape().size() / c;
        Tensor y = Results.of(x.shape(), x.isHalf(), x, gamma, beta);
        Tensor mean = y.constantLike(gamma.shape());
        Tensor variance = y.constantLike(gamma.shape());
        Buffer invStd = y.allocateScratch(c);
        backend.batchNorm(
                x.buffer(),
                rows,
                c,
                gamma.buffer(),
                beta.buffer(),
                epsilon,
                y.buffer(),
                mean.buffer(),
                variance.buffer(),
                invStd);
        y.withJointBackward(
                0,
                (dy, d) -> backend.batchNormBackward(
                        x.buffer(), rows, c, gamma.buffer(), mean.buffer(), invStd, dy, d[0], d[1], d[2]),
                invStd);
        return new Result(y, mean, variance, rows);
    }

    /**
     * By a given mean and variance. Backward: dbeta = sum dy, dgamma = sum dy h, dx = dy gamma / sqrt(variance + epsilon).
     */
    public static Tensor infer(Tensor x, Tensor gamma, Tensor beta, Tensor mean, Tensor variance, double epsilon) {
        int c = channels(x, gamma, beta);
        int rows = x.shape().size() / c;
        Tensor y = Results.of(x.shape(), x.isHalf(), x, gamma, beta);
        normalise(x, rows, c, gamma.buffer(), beta.buffer(), mean, variance, epsilon, y.buffer());
        return y.withBackward((dy, d) -> inferBackward(x, rows, c, gamma, mean, variance, epsilon, y, dy, d));
    }

    private static void inferBackward(
            Tensor x,
            int rows,
            int c,
            Tensor gamma,
            Tensor mean,
            Tensor variance,
            double epsilon,
            Tensor y,
            Buffer dy,
            Buffer[] d) {
        Backend backend = x.backend();
        Buffer zeros = y.allocateScratch(c);
        Buffer ones = y.allocateScratch(c);
        backend.fill(zeros, 0, c);
        backend.fill(ones, 1, c);
        if (d[0] != null) {
            Tensor dyAsInput = new Tensor(backend, null, x.shape(), dy, false);
            Tensor noMean = new Tensor(backend, null, Shape.of(c), zeros, false);
            normalise(dyAsInput, rows, c, gamma.buffer(), zeros, noMean, variance, epsilon, d[0]);
        }
        if (d[1] != null) {
            Broadcast equal = Broadcast.of(new int[] {rows * c}, new int[] {rows * c});
            Buffer h = y.allocateLike();
            normalise(x, rows, c, ones, zeros, mean, variance, epsilon, h);
            backend.binary(BinaryOp.MULTIPLY, equal, h, dy, h);
            backend.sum(h, 1, rows, c, d[1]);
            y.release(h);
        }
        if (d[2] != null) {
            backend.sum(dy, 1, rows, c, d[2]);
        }
        y.release(zeros);
        y.release(ones);
    }

    private static void normalise(
            Tensor x,
            int rows,
            int c,
            Buffer gamma,
            Buffer beta,
            Tensor mean,
            Tensor variance,
            double epsilon,
            Buffer y) {
        x.backend().batchNormInference(x.buffer(), rows, c, gamma, beta, mean.buffer(), variance.buffer(), epsilon, y);
    }

    private static int channels(Tensor x, Tensor gamma, Tensor beta) {
        int c = x.shape().get(-1);
        boolean fits = gamma.shape().rank() == 1 && gamma.shape().get(0) == c;
        if (!fits || !beta.shape().equals(gamma.shape())) {
            throw new ShapeException("batch normalisation of " + x.shape() + " wants gamma and beta of shape (" + c
                    + "), got " + gamma.shape() + " and " + beta.shape());
        }
        return c;
    }
}
