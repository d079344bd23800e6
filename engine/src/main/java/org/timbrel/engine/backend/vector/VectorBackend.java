package org.timbrel.engine.backend.vector;

import static org.timbrel.engine.backend.vector.FloatBuffer.array;
import static org.timbrel.engine.backend.vector.FloatBuffer.arrayOrNull;

import java.util.Optional;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.AdamStep;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.BinaryOp;
import org.timbrel.engine.backend.Broadcast;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.ConvBlock;
import org.timbrel.engine.backend.ConvBlockKernel;
import org.timbrel.engine.backend.DropoutDraw;
import org.timbrel.engine.backend.GruShape;
import org.timbrel.engine.backend.LstmShape;
import org.timbrel.engine.backend.MapOp;
import org.timbrel.engine.backend.MatmulShape;
import org.timbrel.engine.backend.NormalisedConvBlock;
import org.timbrel.engine.backend.NormalisedConvBlockKernel;
import org.timbrel.engine.backend.Pool2dShape;
import org.timbrel.engine.backend.Precision;

/**
 * The backend for any machine: single precision, SIMD through the Vector API, threads. Each group of kernels is a class
 * of this package whose comment explains how it is cut for registers, caches and threads; what each kernel computes is
 * written plainly in the reference backend.
 *
 * <p>Buffers are arrays on the heap. Results are the same to the bit for any number of threads and every repetition on one
 * machine, JDK and vector width.
 */
public sealed class VectorBackend implements HeapMemory permits BriefBackend {
    final Workers workers;
    private final Elementwise elementwise;
    private final Reductions reductions;
    private final Gemm gemm;
    private final MaxPool2d maxPool2d;
    private final Softmax softmax;
    private final BatchNorm batchNorm;
    private final LayerNorm layerNorm;
    private final Lstm lstm;
    private final Gru gru;
    private final Dropout dropout;
    private final OptimizerSteps optimizerSteps;

    /** Starts the threads. The module jdk.incubator.vector must be there; {@link VectorBackendProvider} checks that. */
    public VectorBackend(BackendOptions options) {
        workers = new Workers(options.threads());
        elementwise = new Elementwise(workers);
        reductions = new Reductions(workers);
        gemm = new Gemm(workers);
        maxPool2d = new MaxPool2d(workers);
        softmax = new Softmax(workers);
        batchNorm = new BatchNorm(workers, reductions);
        layerNorm = new LayerNorm(workers, reductions);
        lstm = new Lstm(workers, gemm);
        gru = new Gru(workers, gemm);
        dropout = new Dropout(workers);
        optimizerSteps = new OptimizerSteps(workers);
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public String describe() {
        int threads = workers.threads();
        return "vector: " + Lanes.SPECIES.vectorBitSize() + "-bit SIMD, single precision, " + threads
                + (threads == 1 ? " thread" : " threads");
    }

    @Override
    public Precision precision() {
        return Precision.FLOAT32;
    }

    @Override
    public void copyStrided(
            int[] shape, Buffer x, int xOffset, int[] xStrides, Buffer y, int yOffset, int[] yStrides, boolean add) {
        workers.scratch()
                .stridedCopy
                .run(workers, shape, array(x), xOffset, xStrides, array(y), yOffset, yStrides, add);
    }

    @Override
    public void map(MapOp op, Buffer x, Buffer y, int n) {
        elementwise.map(op, array(x), array(y), n);
    }

    @Override
    public void mapBackward(MapOp op, Buffer x, Buffer y, Buffer dy, Buffer dx, int n) {
        elementwise.mapBackward(op, array(x), array(y), array(dy), array(dx), n);
    }

    @Override
    public void binary(BinaryOp op, Broadcast broadcast, Buffer a, Buffer b, Buffer y) {
        elementwise.binary(op, broadcast, array(a), array(b), array(y));
    }

    @Override
    public void affine(Buffer x, double scale, double shift, Buffer y, int n) {
        elementwise.affine(array(x), scale, shift, array(y), n);
    }

    @Override
    public void addScaled(Buffer x, double scale, Buffer y, int n) {
        elementwise.addScaled(array(x), scale, array(y), n);
    }

    @Override
    public void sum(Buffer x, int outer, int n, int inner, Buffer y) {
        reductions.sum(array(x), outer, n, inner, array(y));
    }

    @Override
    public void matmul(
            MatmulShape shape, Buffer a, Buffer b, Buffer bias, Activation activation, boolean accumulate, Buffer c) {
        gemm.multiply(shape, array(a), array(b), arrayOrNull(bias), activation, accumulate, array(c));
    }

    @Override
    public void conv2d(Conv2dShape shape, Buffer x, Buffer w, Buffer bias, Activation activation, Buffer y) {
        Scratch own = workers.scratch();
        Conv2d kernel = own.convolutions(workers).conv2d;
        kernel.forward(own.plan(shape), array(x), array(w), arrayOrNull(bias), activation, array(y));
    }

    @Override
    public void conv2dBackwardInput(Conv2dShape shape, Buffer dy, Buffer w, Buffer dx) {
        Scratch own = workers.scratch();
        Convolutions kernels = own.convolutions(workers);
        kernels.conv2d.backwardInput(own.plan(shape), kernels.plain.output(shape, array(dy)), array(w), array(dx));
    }

    @Override
    public void conv2dBackwardWeights(Conv2dShape shape, Buffer x, Buffer dy, Buffer dw, Buffer dbias) {
        Scratch own = workers.scratch();
        Convolutions kernels = own.convolutions(workers);
        PlainRows gradient = kernels.plain.output(shape, array(dy));
        kernels.weightGradient.run(own.plan(shape), array(x), gradient, array(dw), arrayOrNull(dbias));
    }

    @Override
    public Optional<ConvBlockKernel> convBlock(ConvBlock block) {
        return PooledConv2d.computes(block.conv()) ? Optional.of(new PooledConv2d(block, workers)) : Optional.empty();
    }

    @Override
    public Optional<NormalisedConvBlockKernel> normalisedConvBlock(NormalisedConvBlock block) {
        return NormalisedConv2d.computes(block.conv())
                ? Optional.of(new NormalisedConv2d(block, workers, reductions))
                : Optional.empty();
    }

    @Override
    public void maxPool2d(Pool2dShape shape, Buffer x, Buffer y, Buffer argmax) {
        maxPool2d.forward(shape, array(x), array(y), array(argmax));
    }

    @Override
    public void maxPool2dBackward(Pool2dShape shape, Buffer dy, Buffer argmax, Buffer dx) {
        maxPool2d.backward(shape, array(dy), array(argmax), array(dx));
    }

    @Override
    public void softmax(Buffer x, int rows, int columns, Buffer y) {
        softmax.forward(array(x), rows, columns, array(y));
    }

    @Override
    public void softmaxBackward(Buffer y, Buffer dy, int rows, int columns, Buffer dx) {
        softmax.backward(array(y), array(dy), rows, columns, array(dx));
    }

    @Override
    public void softmaxCrossEntropy(
            Buffer logits, Buffer targets, int rows, int columns, Buffer losses, Buffer dlogits) {
        softmax.crossEntropy(array(logits), array(targets), rows, columns, array(losses), array(dlogits));
    }

    @Override
    public void batchNorm(
            Buffer x,
            int rows,
            int channels,
            Buffer gamma,
            Buffer beta,
            double epsilon,
            Buffer y,
            Buffer mean,
            Buffer variance,
            Buffer invStd) {
        batchNorm.forward(
                array(x),
                rows,
                channels,
                array(gamma),
                array(beta),
                epsilon,
                array(y),
                array(mean),
                array(variance),
                array(invStd));
    }

    @Override
    public void batchNormInference(
            Buffer x,
            int rows,
            int channels,
            Buffer gamma,
            Buffer beta,
            Buffer mean,
            Buffer variance,
            double epsilon,
            Buffer y) {
        batchNorm.inference(
                array(x), rows, channels, array(gamma), array(beta), array(mean), array(variance), epsilon, array(y));
    }

    @Override
    public void batchNormBackward(
            Buffer x,
            int rows,
            int channels,
            Buffer gamma,
            Buffer mean,
            Buffer invStd,
            Buffer dy,
            Buffer dx,
            Buffer dgamma,
            Buffer dbeta) {
        batchNorm.backward(
                array(x),
                rows,
                channels,
                array(gamma),
                array(mean),
                array(invStd),
                array(dy),
                array(dx),
                array(dgamma),
                array(dbeta));
    }

    @Override
    public void layerNorm(
            Buffer x,
            int rows,
            int columns,
            Buffer gamma,
            Buffer beta,
            double epsilon,
            Buffer y,
            Buffer mean,
            Buffer invStd) {
        layerNorm.forward(
                array(x), rows, columns, array(gamma), array(beta), epsilon, array(y), array(mean), array(invStd));
    }

    @Override
    public void layerNormBackward(
            Buffer x,
            int rows,
            int columns,
            Buffer gamma,
            Buffer mean,
            Buffer invStd,
            Buffer dy,
            Buffer dx,
            Buffer dgamma,
            Buffer dbeta) {
        layerNorm.backward(
                array(x),
                rows,
                columns,
                array(gamma),
                array(mean),
                array(invStd),
                array(dy),
                array(dx),
                array(dgamma),
                array(dbeta));
    }

    @Override
    public void lstm(
            LstmShape s, Buffer x, Buffer w, Buffer u, Buffer b, Buffer mask, Buffer y, Buffer gates, Buffer cells) {
        lstm.forward(
                s, array(x), array(w), array(u), array(b), arrayOrNull(mask), array(y), array(gates), array(cells));
    }

    @Override
    public void lstmBackward(
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
            Buffer db) {
        lstm.backward(
                shape,
                array(x),
                array(w),
                array(u),
                arrayOrNull(mask),
                array(y),
                array(gates),
                array(cells),
                array(dy),
                arrayOrNull(dx),
                array(dw),
                array(du),
                array(db));
    }

    @Override
    public void gru(
            GruShape s, Buffer x, Buffer w, Buffer u, Buffer b, Buffer mask, Buffer y, Buffer gates, Buffer memory) {
        gru.forward(
                s, array(x), array(w), array(u), array(b), arrayOrNull(mask), array(y), array(gates), array(memory));
    }

    @Override
    public void gruBackward(
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
            Buffer db) {
        gru.backward(
                shape,
                array(x),
                array(w),
                array(u),
                arrayOrNull(mask),
                array(y),
                array(gates),
                array(memory),
                array(dy),
                arrayOrNull(dx),
                array(dw),
                array(du),
                array(db));
    }

    @Override
    public void dropout(Buffer x, int n, double rate, long seed, int stream, long step, Buffer y) {
        dropout.run(array(x), n, new DropoutDraw(rate, seed, stream, step), array(y));
    }

    @Override
    public void sgd(Buffer w, Buffer g, Buffer velocity, double learningRate, double momentum, int n) {
        optimizerSteps.sgd(array(w), array(g), array(velocity), learningRate, momentum, n);
    }

    @Override
    public void adam(Buffer w, Buffer g, Buffer m, Buffer v, AdamStep step, int n) {
        optimizerSteps.adam(array(w), array(g), array(m), array(v), step, n);
    }

    @Override
    public void close() {
        workers.close();
    }
}
