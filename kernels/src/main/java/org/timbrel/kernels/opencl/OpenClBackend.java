package org.timbrel.kernels.opencl;

import java.util.Optional;
import java.util.OptionalLong;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.BinaryOp;
import org.timbrel.engine.backend.Broadcast;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.ConvBlock;
import org.timbrel.engine.backend.ConvBlockKernel;
import org.timbrel.engine.backend.GruShape;
import org.timbrel.engine.backend.LstmShape;
import org.timbrel.engine.backend.MapOp;
import org.timbrel.engine.backend.MatmulShape;
import org.timbrel.engine.backend.Pool2dShape;
import org.timbrel.engine.backend.Precision;

/**
 * All kernels on one OpenCL device, in single precision; halves are stored as such. Buffers stay on the device; numbers go in
 * and out by {@link #write} and {@link #read} alone. Calls put work into the device's queue and return; reading waits for it.
 *
 * <p>Results repeat to the bit on one device, driver and settings: no sum depends on which work-item comes first. To be used
 * by one thread at a time.
 */
public final class OpenClBackend implements TrainingKernels {
    private final OpenClQueue queue;
    private final boolean tuned;
    private final DeviceMemory memory;
    private final Programs programs;
    private final Elementwise elementwise;
    private final Views views;
    private final Reductions reductions;
    private final Rows rowKernels;
    private final Products products;
    private final ConvBlocks convBlocks;
    private final MaxPool2d maxPool2d;
    private final BatchNorm batchNorm;
    private final Lstm lstm;
    private final Gru gru;
    private final Transfer transfer;
    private final Conversion conversion;
    private final Scratch scratch;

    OpenClBackend(OpenClDevice device, KernelSettings settings, ProgramCache cache) {
        this(new OpenClQueue(device), settings, false, cache, false, Optional.empty());
    }

    /**
     * With a queue, which is closed together with the backend.
     *
     * @param tuned whether the settings were tuned on this machine
     * @param emulated whether kernels for tensor cores are taken on any device, with plain OpenCL C for the instruction
     * @param forFloats what floats are rounded to, to be multiplied on tensor cores; empty if they are not
     */
    OpenClBackend(
            OpenClQueue queue,
            KernelSettings settings,
            boolean tuned,
            ProgramCache cache,
            boolean emulated,
            Optional<TensorCores.Operands> forFloats) {
        this.queue = queue;
        this.tuned = tuned;
        memory = new DeviceMemory(queue, queue.device().memory());
        programs = new Programs(queue, settings, cache);
        conversion = new Conversion(queue, programs);
        scratch = new Scratch(memory, conversion);
        transfer = new Transfer(queue, scratch);
        elementwise = new Elementwise(programs);
        views = new Views(programs);
        reductions = new Reductions(programs, scratch);
        rowKernels = new Rows(programs, reductions, scratch);
        TensorCores tensorCores = new TensorCores(queue, programs, memory, reductions, scratch, emulated, forFloats);
        Matmul matmul = new Matmul(programs, views, scratch);
        Conv2d conv2d = new Conv2d(programs, queue, matmul, views, reductions, scratch);
        products = new Products(tensorCores, matmul, conv2d, reductions, scratch);
        convBlocks = new ConvBlocks(programs, conv2d, products, reductions, scratch);
        maxPool2d = new MaxPool2d(programs);
        batchNorm = new BatchNorm(programs, reductions, elementwise, scratch);
        Recurrence recurrence = new Recurrence(programs, matmul, views, reductions, scratch);
        lstm = new Lstm(recurrence);
        gru = new Gru(recurrence, reductions, queue);
    }

    @Override
    public String name() {
        return "opencl";
    }

    @Override
    public String describe() {
        OpenClDevice device = queue.device();
        String products = tensorCores()
                .forFloats()
                .map(rounded -> ", products in " + rounded.words())
                .orElse("");
        return "opencl: " + device.name() + ", " + device.deviceClass().words() + ", single precision" + products + ", "
                + device.computeUnits() + " compute units" + (tuned ? ", tuned settings" : "");
    }

    @Override
    public Precision precision() {
        return Precision.FLOAT32;
    }

    @Override
    public Buffer allocate(int length) {
        return memory.allocate(length);
    }

    @Override
    public boolean storesHalves() {
        return true;
    }

    @Override
    public Buffer allocateHalf(int length) {
        return memory.allocateHalf(length);
    }

    @Override
    public OptionalLong deviceBytes() {
        return OptionalLong.of(memory.inUse());
    }

    @Override
    public void write(float[] values, Buffer to, int offset) {
        transfer.write(values, to, offset);
    }

    @Override
    public void write(double[] values, Buffer to, int offset) {
        transfer.write(values, to, offset);
    }

    @Override
    public void read(Buffer from, int offset, float[] values) {
        transfer.read(from, offset, values);
    }

    @Override
    public void read(Buffer from, int offset, double[] values) {
        transfer.read(from, offset, values);
    }

    @Override
    public void fill(Buffer x, double value, int n) {
        conversion.fill(x, value, n);
    }

    @Override
    public void copy(Buffer x, int xOffset, Buffer y, int yOffset, int n) {
        conversion.copy(x, xOffset, y, yOffset, n);
    }

    @Override
    public void copyStrided(
            int[] shape, Buffer x, int xOffset, int[] xStrides, Buffer y, int yOffset, int[] yStrides, boolean add) {
        views.copy(shape, x, xOffset, xStrides, y, yOffset, yStrides, add);
    }

    @Override
    public void roundToHalf(Buffer x, Buffer y, int n) {
        conversion.round(x, y, n);
    }

    @Override
    public void map(MapOp op, Buffer x, Buffer y, int n) {
        elementwise.map(op, x, y, n);
    }

    @Override
    public void mapBackward(MapOp op, Buffer x, Buffer y, Buffer dy, Buffer dx, int n) {
        elementwise.mapBackward(op, x, y, dy, dx, n);
    }

    @Override
    public void binary(BinaryOp op, Broadcast broadcast, Buffer a, Buffer b, Buffer y) {
        views.binary(op, broadcast, a, b, y);
    }

    @Override
    public void affine(Buffer x, double scale, double shift, Buffer y, int n) {
        elementwise.affine(x, scale, shift, y, n);
    }

    @Override
    public void addScaled(Buffer x, double scale, Buffer y, int n) {
        elementwise.addScaled(x, scale, y, n);
    }

    @Override
    public void sum(Buffer x, int outer, int n, int inner, Buffer y) {
        reductions.sum(x, outer, n, inner, y);
    }

    @Override
    public void matmul(
            MatmulShape shape, Buffer a, Buffer b, Buffer bias, Activation activation, boolean accumulate, Buffer c) {
        products.multiply(shape, a, b, bias, activation, accumulate, c);
    }

    @Override
    public void conv2d(Conv2dShape shape, Buffer x, Buffer w, Buffer bias, Activation activation, Buffer y) {
        products.convolve(shape, x, w, bias, activation, y);
    }

    @Override
    public void conv2dBackwardInput(Conv2dShape shape, Buffer dy, Buffer w, Buffer dx) {
        products.backwardInput(shape, dy, w, dx);
    }

    @Override
    public void conv2dBackwardWeights(Conv2dShape shape, Buffer x, Buffer dy, Buffer dw, Buffer dbias) {
        products.backwardWeights(shape, x, dy, dw, dbias);
    }

    @Override
    public Optional<ConvBlockKernel> convBlock(ConvBlock block) {
        return convBlocks.kernel(block);
    }

    @Override
    public void maxPool2d(Pool2dShape shape, Buffer x, Buffer y, Buffer argmax) {
        maxPool2d.forward(shape, x, y, argmax);
    }

    @Override
    public void maxPool2dBackward(Pool2dShape shape, Buffer dy, Buffer argmax, Buffer dx) {
        maxPool2d.backward(shape, dy, argmax, dx);
    }

    @Override
    public void softmax(Buffer x, int rows, int columns, Buffer y) {
        rowKernels.softmax(x, rows, columns, y);
    }

    @Override
    public void softmaxBackward(Buffer y, Buffer dy, int rows, int columns, Buffer dx) {
        rowKernels.softmaxBackward(y, dy, rows, columns, dx);
    }

    @Override
    public void softmaxCrossEntropy(
            Buffer logits, Buffer targets, int rows, int columns, Buffer losses, Buffer dlogits) {
        rowKernels.softmaxCrossEntropy(logits, targets, rows, columns, losses, dlogits);
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
        batchNorm.forward(x, rows, channels, gamma, beta, epsilon, y, mean, variance, invStd);
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
        batchNorm.inference(x, rows, channels, gamma, beta, mean, variance, epsilon, y);
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
        batchNorm.backward(x, rows, channels, gamma, mean, invStd, dy, dx, dgamma, dbeta);
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
        rowKernels.layerNorm(x, rows, columns, gamma, beta, epsilon, y, mean, invStd);
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
        rowKernels.layerNormBackward(x, rows, columns, gamma, mean, invStd, dy, dx, dgamma, dbeta);
    }

    @Override
    public void lstm(
            LstmShape s, Buffer x, Buffer w, Buffer u, Buffer b, Buffer mask, Buffer y, Buffer gates, Buffer cells) {
        lstm.forward(s, x, w, u, b, mask, y, gates, cells);
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
        lstm.backward(shape, x, w, u, mask, y, gates, cells, dy, dx, dw, du, db);
    }

    @Override
    public void gru(
            GruShape s, Buffer x, Buffer w, Buffer u, Buffer b, Buffer mask, Buffer y, Buffer gates, Buffer memory) {
        gru.forward(s, x, w, u, b, mask, y, gates, memory);
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
        gru.backward(shape, x, w, u, mask, y, gates, memory, dy, dx, dw, du, db);
    }

    @Override
    public Elementwise elementwise() {
        return elementwise;
    }

    /** Its products on tensor cores. */
    TensorCores tensorCores() {
        return products.tensorCores();
    }

    @Override
    public void finish() {
        queue.finish();
    }

    @Override
    public void close() {
        if (queue.isClosed()) {
            return;
        }
        queue.finish();
        programs.close();
        memory.close();
        queue.close();
    }
}
