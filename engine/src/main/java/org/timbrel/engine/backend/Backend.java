package org.timbrel.engine.backend;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The kernels that every operation of the engine is made of. Each one reads its inputs and overwrites its outputs; an
 * output may be the same buffer as an input only where its comment says so. Data are row-major, the last axis fastest. A
 * buffer may be longer than the data in it: sizes are those that a kernel is told.
 *
 * <p>{@code ReferenceBackend} is the definition: plain loops in double precision. All others must agree with it.
 *
 * <p>Results don't depend on the number of threads, and a repetition gives the same bits.
 */
public interface Backend extends Products, AutoCloseable {
    /** The name by which it was opened. */
    String name();

    /** One line that says what computes: precision, vector width, threads, device. */
    String describe();

    /** The format in which numbers are stored. */
    Precision precision();

    // --- memory ---

    /** A new buffer; its contents are not defined. */
    Buffer allocate(int length);

    /**
     * Whether it stores what {@link #allocateHalf} gives in half precision. Then all kernels read such buffers, and round
     * what they write there as {@link HalfPrecision} says; what they compute with stays in the precision of the backend.
     */
    default boolean storesHalves() {
        return false;
    }

    /** A new buffer for numbers that are halves; any other where the backend stores none. */
    default Buffer allocateHalf(int length) {
        return allocate(length);
    }

    /**
     * Bytes of a device's memory that buffers hold, the backend's own scratch included; empty where they lie on Java's heap.
     * Asks the collector first which of them are still held, which takes its time.
     */
    default OptionalLong deviceBytes() {
        return OptionalLong.empty();
    }

    /** Copies values into a buffer from {@code offset} on. */
    void write(float[] values, Buffer to, int offset);

    /** Copies values into a buffer from {@code offset} on, rounding to the backend's precision. */
    void write(double[] values, Buffer to, int offset);

    /** Copies out as many values as the array holds, from {@code offset} on. */
    void read(Buffer from, int offset, float[] values);

    /** Copies out as many values as the array holds, from {@code offset} on. */
    void read(Buffer from, int offset, double[] values);

    /** Sets the first {@code n} elements to one value. */
    void fill(Buffer x, double value, int n);

    /** y[i] = x[i] for i below {@code n}. */
    void copy(Buffer x, int xOffset, Buffer y, int yOffset, int n);

    /**
     * Copies between strided views: for every index (i0, i1, ...) of {@code shape}, y[yOffset + sum i yStrides] =
     * x[xOffset + sum i xStrides]. Serves transposing, slicing, joining, repeating (stride 0 in x) and reversing
     * (negative strides). If {@code add}, adds to y instead.
     */
    void copyStrided(
            int[] shape, Buffer x, int xOffset, int[] xStrides, Buffer y, int yOffset, int[] yStrides, boolean add);

    // --- elementwise ---

    /**
     * y[i] = x[i] rounded to half precision, as {@link HalfPrecision} says; y may be x. By way of the host, a piece at a
     * time, where a backend has no kernel of its own.
     */
    default void roundToHalf(Buffer x, Buffer y, int n) {
        int piece = 8192;
        for (int from = 0; from < n; from += piece) {
            double[] values = new double[Math.min(piece, n - from)];
            read(x, from, values);
            Arrays.setAll(values, i -> HalfPrecision.round(values[i]));
            write(values, y, from);
        }
    }

    /** y = f(x); y may be x. */
    void map(MapOp op, Buffer x, Buffer y, int n);

    /** dx = dy f'(x), where y = f(x); dx may be dy. */
    void mapBackward(MapOp op, Buffer x, Buffer y, Buffer dy, Buffer dx, int n);

    /** y = op(a, b) with the operands read as {@code broadcast} says; y may be an operand that is not repeated. */
    void binary(BinaryOp op, Broadcast broadcast, Buffer a, Buffer b, Buffer y);

    /** y = scale x + shift; y may be x. */
    void affine(Buffer x, double scale, double shift, Buffer y, int n);

    /** y = y + scale x. */
    void addScaled(Buffer x, double scale, Buffer y, int n);

    // --- reductions ---

    /** Sums the middle axis: x (outer,n,inner) to y (outer,inner). */
    void sum(Buffer x, int outer, int n, int inner, Buffer y);

    // --- pooling ---

    /**
     * y = the largest value of each window.
     *
     * @param argmax (size of y) receives the position of the largest value in its window, row * sizeF + column, the first
     *     one if several are equal
     */
    void maxPool2d(Pool2dShape shape, Buffer x, Buffer y, Buffer argmax);

    /** dx: dy goes to where the largest value was; where windows overlap it adds up. */
    void maxPool2dBackward(Pool2dShape shape, Buffer dy, Buffer argmax, Buffer dx);

    // --- softmax ---

    /** y = softmax of each row of x (rows,columns): e^(x - max) / sum. */
    void softmax(Buffer x, int rows, int columns, Buffer y);

    /** dx = y (dy - sum(dy y)), row by row. */
    void softmaxBackward(Buffer y, Buffer dy, int rows, int columns, Buffer dx);

    /**
     * Cross-entropy of softmax, row by row: loss = -sum(target log softmax(logits)), and its gradient by the logits,
     * softmax(logits) sum(target) - target.
     *
     * @param targets (rows,columns), rows that sum to 1
     * @param losses (rows)
     * @param dlogits (rows,columns)
     */
    void softmaxCrossEntropy(Buffer logits, Buffer targets, int rows, int columns, Buffer losses, Buffer dlogits);

    // --- normalisation ---

    /**
     * Batch normalisation of x (rows,channels) by its own mean and (biased) variance a channel: y = gamma (x - mean)
     * invStd + beta, invStd = 1 / sqrt(variance + epsilon).
     *
     * @param mean (channels), written
     * @param variance (channels), written: the biased variance
     * @param invStd (channels), written
     */
    void batchNorm(
            Buffer x,
            int rows,
            int channels,
            Buffer gamma,
            Buffer beta,
            double epsilon,
            Buffer y,
            Buffer mean,
            Buffer variance,
            Buffer invStd);

    /** As {@link #batchNorm}, by the given mean and variance. */
    void batchNormInference(
            Buffer x,
            int rows,
            int channels,
            Buffer gamma,
            Buffer beta,
            Buffer mean,
            Buffer variance,
            double epsilon,
            Buffer y);

    /**
     * Gradients of {@link #batchNorm}, with h = (x - mean) invStd:
     *
     * <pre>
     * dbeta = sum dy      dgamma = sum dy h
     * dx = gamma invStd (dy - dbeta / rows - h dgamma / rows)
     * </pre>
     */
    void batchNormBackward(
            Buffer x,
            int rows,
            int channels,
            Buffer gamma,
            Buffer mean,
            Buffer invStd,
            Buffer dy,
            Buffer dx,
            Buffer dgamma,
            Buffer dbeta);

    /**
     * Layer normalisation of x (rows,columns), row by row, by the row's mean and biased variance: y = gamma (x - mean) invStd
     * + beta, invStd = 1 / sqrt(variance + epsilon).
     *
     * @param gamma (columns)
     * @param beta (columns)
     * @param mean (rows), written
     * @param invStd (rows), written
     */
    void layerNorm(
            Buffer x,
            int rows,
            int columns,
            Buffer gamma,
            Buffer beta,
            double epsilon,
            Buffer y,
            Buffer mean,
            Buffer invStd);

    /**
     * Gradients of {@link #layerNorm}, with h = (x - mean) invStd:
     *
     * <pre>
     * dbeta = sum dy      dgamma = sum dy h                              (over rows)
     * dx = invStd (gamma dy - mean(gamma dy) - h mean(gamma dy h))       (means over columns)
     * </pre>
     */
    void layerNormBackward(
            Buffer x,
            int rows,
            int columns,
            Buffer gamma,
            Buffer mean,
            Buffer invStd,
            Buffer dy,
            Buffer dx,
            Buffer dgamma,
            Buffer dbeta);

    // --- recurrent ---

    /**
     * An LSTM over whole sequences, from a state of zeros; gates in the order i, f, g, o (PyTorch's; Keras calls g c).
     *
     * <pre>
     * [i f g o] = x_t w + (h_{t-1} mask) u + b      i, f, o by sigmoid, g by tanh
     * c_t = f c_{t-1} + i g                  h_t = o tanh(c_t)
     * </pre>
     *
     * @param x (n,t,d)
     * @param w (d,4h)
     * @param u (h,4h)
     * @param b (4h)
     * @param mask (n,4,h), by which each gate multiplies h_{t-1}, the same at all steps; null for none
     * @param y (n,t,h), the hidden states
     * @param gates n t 4h numbers, written: the gates after their sigmoid or tanh, in an order of the backend's own, for
     *     backward alone to read
     * @param cells n t h numbers, written likewise: c_t
     */
    void lstm(
            LstmShape shape, Buffer x, Buffer w, Buffer u, Buffer b, Buffer mask, Buffer y, Buffer gates, Buffer cells);

    /**
     * Gradients of {@link #lstm} from dy (n,t,h), by backpropagation through time.
     *
     * @param dx (n,t,d), null if it is not wanted
     */
    void lstmBackward(
            LstmShape shape,
            Buffer x,
            Buffer w,
            Buffer u,
            Buffer mask,
            Buffer y,
            Buffer gates,
            Buffer cells,
            Buffer dy,
            Buffer dx,
            Buffer dw,
            Buffer du,
            Buffer db);

    /**
     * A GRU over whole sequences, from a state of zeros; the reset gate acts after the product, as in PyTorch and in Keras
     * with {@code reset_after}. Gates in the order r, z, n (PyTorch's; Keras has z, r, h).
     *
     * <pre>
     * a = x_t w + b_0         m = (h_{t-1} mask) u + b_1      each in thirds r, z, n
     * r = sigmoid(a_r + m_r)  z = sigmoid(a_z + m_z)   n = tanh(a_n + r m_n)
     * h_t = (1 - z) n + z h_{t-1}
     * </pre>
     *
     * @param x (n,t,d)
     * @param w (d,3h)
     * @param u (h,3h)
     * @param b (2,3h): the input's bias, then the state's
     * @param mask (n,3,h), by which each gate multiplies h_{t-1} in its product, the same at all steps; null for none
     * @param y (n,t,h), the hidden states
     * @param gates n t 3h numbers, written: r, z and n, in an order of the backend's own, for backward alone to read
     * @param memory n t h numbers, written likewise: m_n
     */
    void gru(
            GruShape shape, Buffer x, Buffer w, Buffer u, Buffer b, Buffer mask, Buffer y, Buffer gates, Buffer memory);

    /**
     * Gradients of {@link #gru} from dy (n,t,h), by backpropagation through time.
     *
     * @param dx (n,t,d), null if it is not wanted
     */
    void gruBackward(
            GruShape shape,
            Buffer x,
            Buffer w,
            Buffer u,
            Buffer mask,
            Buffer y,
            Buffer gates,
            Buffer memory,
            Buffer dy,
            Buffer dx,
            Buffer dw,
            Buffer du,
            Buffer db);

    // --- dropout ---

    /**
     * y = x / (1 - rate) where the uniform number of {@link org.timbrel.engine.random.Philox} at that index is at least
     * {@code rate}, else 0. The same call on dy is the backward. y may be x.
     */
    void dropout(Buffer x, int n, double rate, long seed, int stream, long step, Buffer y);

    // --- optimizers ---

    /** v = momentum v - learningRate g, w = w + v (Keras's form); with momentum 0 plain gradient descent. */
    void sgd(Buffer w, Buffer g, Buffer velocity, double learningRate, double momentum, int n);

    /** One Adam update of w from g; m and v are its running means. */
    void adam(Buffer w, Buffer g, Buffer m, Buffer v, AdamStep step, int n);

    /** Waits until all that was asked for is done: a device may only have noted it. Reading waits by itself. */
    default void finish() {}

    /** Ends threads and frees what the backend holds. */
    @Override
    void close();
}
