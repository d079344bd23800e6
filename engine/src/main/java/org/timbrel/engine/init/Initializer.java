package org.timbrel.engine.init;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.timbrel.engine.random.Philox;
import org.timbrel.engine.tensor.Shape;

/** First values of a parameter. The defaults of Keras and of PyTorch are put together in {@link InitScheme}. */
@FunctionalInterface
public interface Initializer {
    /**
     * Draws the values.
     *
     * @param shape of the parameter
     * @param fanIn inputs that feed one output
     * @param fanOut outputs that one input feeds
     * @param seed key of the random numbers
     * @param stream stream of the random numbers
     */
    double[] draw(Shape shape, int fanIn, int fanOut, long seed, int stream);

    /** All the same. */
    static Initializer constant(double value) {
        return (shape, fanIn, fanOut, seed, stream) -> {
            double[] values = new double[shape.size()];
            Arrays.fill(values, value);
            return values;
        };
    }

    /** Uniform in +-limit. */
    static Initializer uniform(double limit) {
        return (shape, fanIn, fanOut, seed, stream) -> {
            double[] values = new double[shape.size()];
            Philox.uniform(seed, stream, 0, values);
            Arrays.setAll(values, i -> limit * (2 * values[i] - 1));
            return values;
        };
    }

    /** Uniform in +-sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio, 2010); Keras's default for weights. */
    static Initializer glorotUniform() {
        return (shape, fanIn, fanOut, seed, stream) ->
                uniform(Math.sqrt(6.0 / (fanIn + fanOut))).draw(shape, fanIn, fanOut, seed, stream);
    }

    /** Uniform in +-sqrt(6 / fanIn) (He et al., 2015), for ReLU. */
    static Initializer heUniform() {
        return (shape, fanIn, fanOut, seed, stream) ->
                uniform(Math.sqrt(6.0 / fanIn)).draw(shape, fanIn, fanOut, seed, stream);
    }

    /** Normal with deviation sqrt(2 / fanIn) (He et al., 2015), PyTorch's kaiming_normal. */
    static Initializer heNormal() {
        return (shape, fanIn, fanOut, seed, stream) -> {
            double[] values = new double[shape.size()];
            Philox.normal(seed, stream, 0, values);
            double deviation = Math.sqrt(2.0 / fanIn);
            Arrays.setAll(values, i -> deviation * values[i]);
            return values;
        };
    }

    /** Uniform in +-1 / sqrt(fanIn): kaiming_uniform with a = sqrt(5), PyTorch's default for weights and biases. */
    static Initializer fanInUniform() {
        return (shape, fanIn, fanOut, seed, stream) ->
                uniform(1 / Math.sqrt(fanIn)).draw(shape, fanIn, fanOut, seed, stream);
    }

    /**
     * A matrix with orthonormal rows or columns (Saxe et al., 2014), from the QR decomposition of a normal matrix with the
     * signs of R's diagonal moved into Q; Keras's default for recurrent weights.
     */
    static Initializer orthogonal() {
        return (shape, fanIn, fanOut, seed, stream) -> {
            int rows = shape.product(0, shape.rank() - 1);
            int columns = shape.get(-1);
            int tall = Math.max(rows, columns);
            int narrow = Math.min(rows, columns);
            double[] normal = new double[tall * narrow];
            Philox.normal(seed, stream, 0, normal);
            var qr = DecompositionFactory_DDRM.qr(tall, narrow);
            if (!qr.decompose(new DMatrixRMaj(tall, narrow, true, normal))) {
                throw new ArithmeticException("QR decomposition of a " + tall + " x " + narrow + " matrix failed");
            }
            DMatrixRMaj q = qr.getQ(null, true);
            DMatrixRMaj r = qr.getR(null, true);
            double[] values = new double[rows * columns];
            for (int i = 0; i < tall; i++) {
                for (int j = 0; j < narrow; j++) {
                    double value = q.get(i, j) * Math.signum(r.get(j, j));
                    values[rows >= columns ? i * columns + j : j * columns + i] = value;
                }
            }
            return values;
        };
    }

    /**
     * A bias (4H), or two (2,4H), of zeros with ones for the forget gate, the second quarter of the first; Keras's
     * {@code unit_forget_bias}.
     */
    static Initializer unitForgetBias() {
        return (shape, fanIn, fanOut, seed, stream) -> {
            double[] values = new double[shape.size()];
            int h = shape.get(-1) / 4;
            Arrays.fill(values, h, 2 * h, 1);
            return values;
        };
    }
}
