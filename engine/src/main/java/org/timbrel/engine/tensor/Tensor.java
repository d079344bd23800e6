package org.timbrel.engine.tensor;

import java.util.List;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BinaryOp;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.MapOp;

/**
 * Numbers in a row-major array of some shape, on one backend, and, if an operation made them, how to go back.
 *
 * <pre>
 * Tensor loss = x.matmul(w).add(b).relu().mean();
 * loss.backward();
 * w.gradient();   // d loss / d w
 * </pre>
 *
 * <p>A tensor keeps the tensors it was made from; there is no global tape. Each operation is a file of this package, with
 * its formula, its forward and its backward.
 */
public final class Tensor {
    private static final Buffer[] NOTHING_KEPT = {};

    private final Backend backend;
    private final Workspace workspace;
    private final Shape shape;
    private final Node node; // null if no gradient is wanted
    private Buffer buffer;
    private Tensor viewed;

    Tensor(Backend backend, Workspace workspace, Shape shape, Buffer buffer, boolean requiresGradient) {
        this.backend = backend;
        this.workspace = workspace;
        this.shape = shape;
        this.buffer = buffer;
        this.node = !requiresGradient ? null : (workspace == null ? new Node() : workspace.newNode()).of(this);
    }

    /** A constant: no gradient is kept for it. */
    public static Tensor of(Backend backend, Shape shape, double... values) {
        return leaf(backend, shape, values, false);
    }

    /** A constant from single-precision values. */
    public static Tensor of(Backend backend, Shape shape, float[] values) {
        shape.requireSize(values.length);
        Buffer buffer = backend.allocate(shape.size());
        backend.write(values, buffer, 0);
        return new Tensor(backend, null, shape, buffer, false);
    }

    /** A leaf whose gradient {@link #backward} adds up, such as a weight. */
    public static Tensor parameter(Backend backend, Shape shape, double... values) {
        return leaf(backend, shape, values, true);
    }

    private static Tensor leaf(Backend backend, Shape shape, double[] values, boolean requiresGradient) {
        Tensor leaf = new Tensor(backend, null, shape, backend.allocate(shape.size()), requiresGradient);
        leaf.set(values);
        return leaf;
    }

    // --- what it is ---

    public Shape shape() {
        return shape;
    }

    public Backend backend() {
        return backend;
    }

    /** Whether a gradient flows to this tensor. */
    public boolean requiresGradient() {
        return node != null;
    }

    /** The values, row-major. */
    public double[] toDoubles() {
        double[] values = new double[shape.size()];
        backend.read(buffer(), 0, values);
        return values;
    }

    /** The values, row-major, rounded to single precision. */
    public float[] toFloats() {
        float[] values = new float[shape.size()];
        backend.read(buffer(), 0, values);
        return values;
    }

    /**
     * The value of a tensor of one element.
     *
     * @throws ShapeException if it has more
     */
    public double item() {
        if (shape.size() != 1) {
            throw new ShapeException("item() wants a tensor of one element, got shape " + shape);
        }
        return toDoubles()[0];
    }

    /** Overwrites the values of a leaf, as loading weights does. */
    public void set(double[] values) {
        shape.requireSize(values.length);
        backend.write(values, buffer(), 0);
    }

    /** The buffer of the values; for optimizers and for those who call kernels themselves. */
    public Buffer buffer() {
        if (viewed != null) {
            return viewed.buffer();
        }
        if (workspace != null) {
            workspace.requireInUse(buffer);
        }
        return buffer;
    }

    /** A constant of the same values that outlives its workspace. */
    public Tensor keep() {
        Buffer copy = backend.allocate(shape.size());
        backend.copy(buffer(), 0, copy, 0, shape.size());
        return new Tensor(backend, null, shape, copy, false);
    }

    // --- gradients ---

    /**
     * Adds d this / d leaf to the gradient of every leaf that this tensor depends on. In a workspace, memory goes back as
     * soon as the way back has passed it: of what operations made between the leaves and this tensor, nothing can be read
     * afterwards.
     *
     * @throws ShapeException if this tensor has more than one element
     * @throws IllegalStateException if it depends on no parameter
     */
    public void backward() {
        Backpropagation.from(this);
    }

    /** The gradient that has been added up in this leaf, as a constant; null if there is none. */
    public Tensor gradient() {
        return node == null ? null : node().gradient().asConstant();
    }

    /** Forgets the gradient. */
    public void clearGradient() {
        if (node != null) {
            node().gradient().clear();
        }
    }

    /** Its place on the way back; null if no gradient is wanted. */
    Node node() {
        if (workspace != null) {
            workspace.requireOpen();
        }
        return node;
    }

    boolean isInWorkspace() {
        return workspace != null;
    }

    /** Whether its numbers are stored as halves. */
    boolean isHalf() {
        return buffer().isHalf();
    }

    /** Memory as its own, stored as its own. */
    Buffer allocateLike() {
        return allocate(shape.size(), isHalf());
    }

    /** Memory that lives as long as this tensor's own, unless released before. */
    Buffer allocateScratch(int length) {
        return allocate(length, false);
    }

    Buffer allocate(int length, boolean halves) {
        return workspace == null ? BufferPool.fresh(backend, length, halves) : workspace.allocate(length, halves);
    }

    /** A constant of another shape beside this tensor, its values not defined yet. */
    Tensor constantLike(Shape other) {
        return new Tensor(backend, workspace, other, allocateScratch(other.size()), false);
    }

    /** Gives back scratch memory. */
    void release(Buffer scratch) {
        if (workspace != null) {
            workspace.release(scratch);
        }
    }

    /** Gives its memory back; reading it is an error from here on. */
    void giveBack() {
        if (workspace != null && buffer != null) {
            workspace.release(buffer);
            buffer = null;
        }
    }

    // --- how operations make tensors ---

    /** A tensor in the same workspace, on memory from there; with a gradient if one is wanted and the way back is recorded. */
    Tensor beside(Shape other, Buffer memory, boolean differentiable) {
        boolean records = workspace == null || workspace.records();
        return new Tensor(backend, workspace, other, memory, records && differentiable);
    }

    /** A tensor of another shape on the memory of this one. */
    Tensor view(Shape other) {
        Tensor view = beside(other, null, requiresGradient());
        view.viewed = this;
        return view;
    }

    /** Says how the gradient of this result goes back to its inputs; does nothing where none is wanted. */
    Tensor withBackward(Backward backward) {
        return withBackward(backward, NOTHING_KEPT);
    }

    /** The same with scratch memory of this tensor that the way back needs, and nobody else. */
    Tensor withBackward(Backward backward, Buffer... kept) {
        return withBackward(backward, Integer.MAX_VALUE, false, kept);
    }

    /** The same of a kernel that adds to some of the numbers of gradients, which are zeros at first. */
    Tensor withAddingBackward(Backward backward) {
        return withBackward(backward, Integer.MAX_VALUE, true, NOTHING_KEPT);
    }

    /** The same of a kernel that writes the gradients of all inputs from {@code first} on at once, wanted or not. */
    Tensor withJointBackward(int first, Backward backward, Buffer... kept) {
        return withBackward(backward, first, false, kept);
    }

    private Tensor withBackward(Backward backward, int joint, boolean toParts, Buffer... kept) {
        if (node != null) {
            node.setBackward(backward, joint, toParts, kept);
            return this;
        }
        for (Buffer each : kept) {
            release(each);
        }
        return this;
    }

    // --- operations ---

    /** this + other, shapes joined by NumPy's rule. */
    public Tensor add(Tensor other) {
        return Binary.apply(BinaryOp.ADD, this, other);
    }

    /** this - other. */
    public Tensor subtract(Tensor other) {
        return Binary.apply(BinaryOp.SUBTRACT, this, other);
    }

    /** this * other, element by element. */
    public Tensor multiply(Tensor other) {
        return Binary.apply(BinaryOp.MULTIPLY, this, other);
    }

    /** this / other, element by element. */
    public Tensor divide(Tensor other) {
        return Binary.apply(BinaryOp.DIVIDE, this, other);
    }

    /** scale * this + shift. */
    public Tensor affine(double scale, double shift) {
        return Affine.apply(this, scale, shift);
    }

    public Tensor relu() {
        return Elementwise.apply(MapOp.RELU, this);
    }

    public Tensor sigmoid() {
        return Elementwise.apply(MapOp.SIGMOID, this);
    }

    public Tensor tanh() {
        return Elementwise.apply(MapOp.TANH, this);
    }

    /** Any elementwise function. */
    public Tensor map(MapOp op) {
        return Elementwise.apply(op, this);
    }

    /** The sum of all elements. */
    public Tensor sum() {
        return Sum.all(this);
    }

    /** The sum along one axis, which goes away. */
    public Tensor sum(int axis) {
        return Sum.along(this, axis);
    }

    /** The mean of all elements. */
    public Tensor mean() {
        return sum().affine(1.0 / shape.size(), 0);
    }

    /** The mean along one axis, which goes away. */
    public Tensor mean(int axis) {
        return sum(axis).affine(1.0 / shape.get(axis), 0);
    }

    /** The matrix product of (m,k) and (k,n), or of batches (b,m,k) and (b,k,n). */
    public Tensor matmul(Tensor other) {
        return Matmul.apply(this, other, false);
    }

    /** The matrix product of (m,k) and the transposed of (n,k), or of batches (b,m,k) and (b,n,k). */
    public Tensor matmulTransposed(Tensor other) {
        return Matmul.apply(this, other, true);
    }

    /** activation(this w + bias) along the last axis: (...,k) by w (k,n) gives (...,n); bias (n) or null. */
    public Tensor dense(Tensor w, Tensor bias, Activation activation) {
        return new DenseProduct(activation).apply(this, w, bias);
    }

    /** The same values in another shape of as many elements. */
    public Tensor reshape(Shape other) {
        return Reshape.apply(this, other);
    }

    /** The same, its axes one by one. */
    public Tensor reshape(int... lengths) {
        return reshape(Shape.of(lengths));
    }

    /** The axes in another order: axis i of the result is axis {@code axes[i]} of this. */
    public Tensor permute(int... axes) {
        return Permute.apply(this, axes);
    }

    /** Positions {@code from} (inclusive) to {@code to} (exclusive) along one axis. */
    public Tensor slice(int axis, int from, int to) {
        return Slice.apply(this, axis, from, to);
    }

    /** Tensors joined along one axis. */
    public static Tensor concat(int axis, List<Tensor> parts) {
        return Concat.apply(axis, parts);
    }

    /** Softmax along the last axis. */
    public Tensor softmax() {
        return Softmax.apply(this);
    }

    /** The mean over rows of -sum(targets log softmax(this)); this and targets (n,k), rows of targets sum to 1. */
    public Tensor crossEntropy(Tensor targets) {
        return SoftmaxCrossEntropy.apply(this, targets);
    }

    /** Convolution of (N,T,F,C) by w (KT,KF,C,O), bias (O) or null, activation fused in. */
    public Tensor conv2d(Tensor w, Tensor bias, Padding padding, int strideT, int strideF, Activation activation) {
        return Convolution2d.apply(this, w, bias, padding, strideT, strideF, activation);
    }

    /** The largest value of each window of (N,T,F,C), windows side by side. */
    public Tensor maxPool2d(int sizeT, int sizeF, int strideT, int strideF) {
        return MaxPooling2d.apply(this, sizeT, sizeF, strideT, strideF);
    }

    /** Zeroes each element with probability {@code rate} and scales the others by 1 / (1 - rate). */
    public Tensor dropout(double rate, long seed, int stream, long step) {
        return DropoutMask.apply(this, rate, seed, stream, step);
    }

    /** The hidden states (N,T,H) of an LSTM over this (N,T,D): w (D,4H), u (H,4H), b (4H) or (2,4H). */
    public Tensor lstm(Tensor w, Tensor u, Tensor b) {
        return LstmSequence.apply(this, w, u, b, null);
    }
}
