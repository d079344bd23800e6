package org.timbrel.engine.backend.vector;

import static org.timbrel.engine.backend.vector.FloatBuffer.array;
import static org.timbrel.engine.backend.vector.FloatBuffer.arrayOrNull;

import java.util.Optional;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.ConvBlock;
import org.timbrel.engine.backend.ConvBlockKernel;
import org.timbrel.engine.backend.LstmShape;
import org.timbrel.engine.backend.MapOp;
import org.timbrel.engine.backend.MatmulShape;
import org.timbrel.engine.backend.Pool2dShape;

/** The vector backend with {@link BriefKernels} in place of those kernels that take most of an inference. */
final class BriefBackend extends VectorBackend {
    private final BriefKernels brief;

    BriefBackend(BackendOptions options) {
        super(options);
        brief = new BriefKernels(workers);
    }

    @Override
    public String describe() {
        return super.describe() + ", brief kernels";
    }

    /** None: a fused block has warm-up of its own. */
    @Override
    public Optional<ConvBlockKernel> convBlock(ConvBlock block) {
        return Optional.empty();
    }

    @Override
    public void map(MapOp op, Buffer x, Buffer y, int n) {
        brief.map(op, array(x), array(y), n);
    }

    @Override
    public void matmul(
            MatmulShape shape, Buffer a, Buffer b, Buffer bias, Activation activation, boolean accumulate, Buffer c) {
        brief.matmul(shape, array(a), array(b), arrayOrNull(bias), activation, accumulate, array(c));
    }

    @Override
    public void conv2d(Conv2dShape shape, Buffer x, Buffer w, Buffer bias, Activation activation, Buffer y) {
        brief.conv2d().forward(shape, array(x), array(w), arrayOrNull(bias), activation, array(y));
    }

    @Override
    public void maxPool2d(Pool2dShape shape, Buffer x, Buffer y, Buffer argmax) {
        brief.maxPool2d(shape, array(x), array(y), array(argmax));
    }

    @Override
    public void softmax(Buffer x, int rows, int columns, Buffer y) {
        brief.softmax(array(x), rows, columns, array(y));
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
        brief.batchNorm(
                array(x), rows, channels, array(gamma), array(beta), array(mean), array(variance), epsilon, array(y));
    }

    @Override
    public void lstm(
            LstmShape s, Buffer x, Buffer w, Buffer u, Buffer b, Buffer mask, Buffer y, Buffer gates, Buffer cells) {
        if (mask == null) {
            brief.lstm(s, array(x), array(w), array(u), array(b), array(y), array(gates), array(cells));
        } else {
            super.lstm(s, x, w, u, b, mask, y, gates, cells);
        }
    }
}
