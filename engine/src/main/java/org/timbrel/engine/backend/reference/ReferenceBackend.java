package org.timbrel.engine.backend.reference;

import static org.timbrel.engine.backend.reference.DoubleBuffer.array;
import static org.timbrel.engine.backend.reference.DoubleBuffer.arrayOrNull;

import java.util.Arrays;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.AdamStep;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BinaryOp;
import org.timbrel.engine.backend.Broadcast;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.GruShape;
import org.timbrel.engine.backend.LstmShape;
import org.timbrel.engine.backend.MapOp;
import org.timbrel.engine.backend.MatmulShape;
import org.timbrel.engine.backend.Pool2dShape;
import org.timbrel.engine.backend.Precision;
import org.timbrel.engine.random.Philox;

/**
 * The definition of every kernel: plain loops in double precision, nothing clever. It is what the others are tested
 * against, what gradients are checked on, and the place to read what a kernel computes.
 */
public final class ReferenceBackend implements Backend {
    @Override
    public String name() {
        return "reference";
    }

    @Override
    public String describe() {
        return "reference: plain loops, double precision, one thread";
    }

    @Override
    public Precision precision() {
        return Precision.FLOAT64;
    }

    @Override
    public Buffer allocate(int length) {
        return new DoubleBuffer(new double[length]);
    }

    @Override
    public void write(float[] values, Buffer to, int offset) {
        double[] y = array(to);
        for (int i = 0; i < values.length; i++) {
            y[offset + i] = values[i];
        }
    }

    @Override
    public void write(double[] values, Buffer to, int offset) {
        System.arraycopy(values, 0, array(to), offset, values.length);
    }

    @Override
    public void read(Buffer from, int offset, float[] values) {
        double[] x = array(from);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) x[offset + i];
        }
    }

    @Override
    public void read(Buffer from, int offset, double[] values) {
        System.arraycopy(array(from), offset, values, 0, values.length);
    }

    @Override
    public void fill(Buffer x, double value, int n) {
        Arrays.fill(array(x), 0, n, value);
    }

    @Override
    public void copy(Buffer x, int xOffset, Buffer y, int yOffset, int n) {
        System.arraycopy(array(x), xOffset, array(y), yOffset, n);
    }

    @Override
    public void copyStrided(
            int[] shape, Buffer x, int xOffset, int[] xStrides, Buffer y, int yOffset, int[] yStrides, boolean add) {
        ReferenceElementwise.copyStrided(shape, array(x), xOffset, xStrides, array(y), yOffset, yStrides, add);
    }

    @Override
    public void map(MapOp op, Buffer x, Buffer y, int n) {
        double[] from = array(x);
        double[] to = array(y);
        for (int i = 0; i < n; i++) {
            to[i] = ReferenceElementwise.value(op, from[i]);
        }
    }

    @Override
    public void mapBackward(MapOp op, Buffer x, Buffer y, Buffer dy, Buffer dx, int n) {
        double[] from = array(x);
        double[] value = array(y);
        double[] in = array(dy);
        double[] out = array(dx);
        for (int i = 0; i < n; i++) {
            out[i] = in[i] * ReferenceElementwise.derivative(op, from[i], value[i]);
        }
    }

    @Override
    public void binary(BinaryOp op, Broadcast broadcast, Buffer a, Buffer b, Buffer y) {
        ReferenceElementwise.binary(op, broadcast, array(a), array(b), array(y));
    }

    @Override
    public void affine(Buffer x, double scale, double shift, Buffer y, int n) {
        double[] from = array(x);
        double[] to = array(y);
        for (int i = 0; i < n; i++) {
            to[i] = scale * from[i] + shift;
        }
    }

    @Override
    public void addScaled(Buffer x, double scale, Buffer y, int n) {
        double[] from = array(x);
        double[] to = array(y);
        for (int i = 0; i < n; i++) {
            to[i] += scale * from[i];
        }
    }

    @Override
    public void sum(Buffer x, int outer, int n, int inner, Buffer y) {
        ReferenceReductions.sum(array(x), outer, n, inner, array(y));
    }

    @Override
    public void matmul(
            MatmulShape shape, Buffer a, Buffer b, Buffer bias, Activation activation, boolean accumulate, Buffer c) {
        ReferenceMatmul.matmul(shape, array(a), array(b), arrayOrNull(bias), activation, accumulate, array(c));
    }

    @Override
    public void conv2d(Conv2dShape shape, Buffer x, Buffer w, Buffer bias, Activation activation, Buffer y) {
        ReferenceConv2d.forward(shape, array(x), array(w), arrayOrNull(bias), activation, array(y));
    }

    @Override
    public void conv2dBackwardInput(Conv2dShape shape, Buffer dy, Buffer w, Buffer dx) {
        ReferenceConv2d.backwardInput(shape, array(dy), array(w), array(dx));
    }

    @Override
    public void conv2dBackwardWeights(Conv2dShape shape, Buffer x, Buffer dy, Buffer dw, Buffer dbias) {
        ReferenceConv2d.backwardWeights(shape, array(x), array(dy), array(dw), arrayOrNull(dbias));
    }

    @Override
    public void maxPool2d(Pool2dShape shape, Buffer x, Buffer y, Buffer argmax) {
        ReferencePooling.forward(shape, array(x), array(y), array(argmax));
    }

    @Override
    public void maxPool2dBackward(Pool2dShape shape, Buffer dy, Buffer argmax, Buffer dx) {
        ReferencePooling.backward(shape, array(dy), array(argmax), array(dx));
    }

    @Override
    public void softmax(Buffer x, int rows, int columns, Buffer y) {
        ReferenceReductions.softmax(array(x), rows, columns, array(y));
    }

    @Override
    public void softmaxBackward(Buffer y, Buffer dy, int rows, int columns, Buffer dx) {
        ReferenceReductions.softmaxBackward(array(y), array(dy), rows, columns, array(dx));
    }

    @Override
    public void softmaxCrossEntropy(
            Buffer logits, Buffer targets, int rows, int columns, Buffer losses, Buffer dlogits) {
        ReferenceReductions.softmaxCrossEntropy(
                array(logits), array(targets), rows, columns, array(losses), array(dlogits));
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
        ReferenceBatchNorm.forward(
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
        ReferenceBatchNorm.inference(
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
        ReferenceBatchNorm.backward(
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
        ReferenceLayerNorm.forward(
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
        ReferenceLayerNorm.backward(
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
        ReferenceLstm.forward(
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
        ReferenceLstm.backward(
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
        ReferenceGru.forward(
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
        ReferenceGru.backward(
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
        double[] from = array(x);
        double[] to = array(y);
        double[] uniform = new double[n];
        Philox.uniform(seed, stream, step, uniform);
        for (int i = 0; i < n; i++) {
            to[i] = uniform[i] >= rate ? from[i] / (1 - rate) : 0;
        }
    }

    @Override
    public void sgd(Buffer w, Buffer g, Buffer velocity, double learningRate, double momentum, int n) {
        ReferenceOptimizers.sgd(array(w), array(g), array(velocity), learningRate, momentum, n);
    }

    @Override
    public void adam(Buffer w, Buffer g, Buffer m, Buffer v, AdamStep step, int n) {
        ReferenceOptimizers.adam(array(w), array(g), array(m), array(v), step, n);
    }

    @Override
    public void close() {}
}
