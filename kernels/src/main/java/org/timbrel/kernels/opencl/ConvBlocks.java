package org.timbrel.kernels.opencl;

import java.util.Optional;
import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.Conv2dShape;
import org.timbrel.engine.backend.ConvBlock;
import org.timbrel.engine.backend.ConvBlockKernel;
import org.timbrel.engine.backend.DropoutDraw;
import org.timbrel.engine.backend.Pool2dShape;

/**
 * Convolution, bias, ReLU, pooling and dropout: {@code conv_block.cl} after {@code conv2d.cl}. The convolution's output lives
 * in scratch memory, a part of the images after another; what the way back needs of it are places.
 */
final class ConvBlocks {
    /** Numbers whose dropout is drawn by neighbouring blocks of Philox. */
    private static final int DRAWN_TOGETHER = 64;

    private final Conv2d conv2d;
    private final Products products;
    private final KernelFile file;
    private final Reductions reductions;
    private final Scratch scratch;

    ConvBlocks(Programs programs, Conv2d conv2d, Products products, Reductions reductions, Scratch scratch) {
        this.conv2d = conv2d;
        this.products = products;
        this.file = programs.file("conv_block");
        this.reductions = reductions;
        this.scratch = scratch;
    }

    /** A kernel for blocks whose channels fill whole vectors. */
    Optional<ConvBlockKernel> kernel(ConvBlock block) {
        Conv2dShape s = block.conv();
        boolean fits = s.o() % file.setting("VECTOR") == 0 && s.outT() >= 2 && s.outF() >= 2;
        return fits ? Optional.of(new Fused(block)) : Optional.empty();
    }

    private final class Fused implements ConvBlockKernel {
        private final ConvBlock block;
        private final Conv2dShape conv;
        private final Pool2dShape pool;
        private final double scale;

        Fused(ConvBlock block) {
            this.block = block;
            this.conv = block.conv();
            this.pool = block.pool();
            this.scale = 1 / (1 - block.dropout());
        }

        @Override
        public void forward(Buffer x, Buffer w, Buffer bias, DropoutDraw draw, Buffer y, Buffer places) {
            if (products.tensorCores().take(x, w)) {
                Buffer whole = between(conv.n(), y.isHalf());
                products.convolve(conv, x, w, bias, Activation.NONE, whole);
                poolAndDrop(0, conv.n(), whole, draw, y, places);
                return;
            }
            FloatCopies floats = scratch.floats();
            Buffer shift = floats.read(bias);
            Conv2d.Pass pass = conv2d.forward(conv, floats.read(w));
            Buffer numbers = conv2d.numbers(pass, x, conv.inputSize());
            int part = imagesOfAPart();
            Buffer between = between(part, y.isHalf());
            for (int first = 0; first < conv.n(); first += part) {
                int images = Math.min(part, conv.n() - first);
                int from = first * conv.t() * conv.f() * conv.c();
                conv2d.run(pass, images, numbers, from, shift, Activation.NONE, between, 0);
                poolAndDrop(first, images, between, draw, y, places);
            }
        }

        /** Images whose convolutions stay in a cache until they are pooled; what is dropped is drawn for 64 numbers at once. */
        private int imagesOfAPart() {
            int part = Math.max(1, file.setting("CACHED") / outputsOfAnImage());
            while (part < conv.n() && part * pooledOfAnImage() % DRAWN_TOGETHER != 0) {
                part++;
            }
            return Math.min(part, conv.n());
        }

        /** The convolution's output; where halves are stored it is rounded as it is between layers. */
        private Buffer between(int images, boolean half) {
            return scratch.take(Scratch.Use.CONVOLUTION, images * outputsOfAnImage(), half);
        }

        private int outputsOfAnImage() {
            return pool.t() * pool.f() * pool.c();
        }

        private int pooledOfAnImage() {
            return pool.outT() * pool.outF() * pool.c();
        }

        private void poolAndDrop(int first, int images, Buffer between, DropoutDraw dropout, Buffer y, Buffer places) {
            int begin = first * pooledOfAnImage();
            int end = begin + images * pooledOfAnImage();
            DropoutDraw draw = dropout == null ? new DropoutDraw(0, 0, 0, 0) : dropout;
            KernelFile stored = file.storedAs(y, between, null, places);
            Kernel kernel = stored.kernel("pool_and_drop")
                    .with(begin)
                    .with(end)
                    .with(first)
                    .with(pool.outT())
                    .with(pool.outF())
                    .with(pool.c())
                    .with(pool.t())
                    .with(pool.f())
                    .with(block.relu())
                    .with(dropout != null)
                    .with(Elementwise.threshold(draw.rate()))
                    .with(scale)
                    .with((int) draw.seed())
                    .with((int) (draw.seed() >>> 32))
                    .with(draw.stream())
                    .with((int) draw.step())
                    .with((int) (draw.step() >>> 32))
                    .with(between)
                    .with(y)
                    .with(places);
            stored.launch(kernel, Kernel.groups(Elementwise.philoxBlocks(end - begin), file.setting("VECTOR")));
        }

        @Override
        public void backwardInput(Buffer dy, Buffer places, Buffer w, Buffer dx) {
            if (products.tensorCores().take(dy, w)) {
                products.backwardInput(conv, unpooled(dy, places), w, dx);
                return;
            }
            Conv2d.Pass pass = conv2d.toInput(conv, w);
            int part = imagesOfAPart();
            Buffer between = between(part, dy.isHalf());
            for (int first = 0; first < conv.n(); first += part) {
                int images = Math.min(part, conv.n() - first);
                unpool(first, images, dy, places, between);
                int to = first * conv.t() * conv.f() * conv.c();
                conv2d.run(pass, images, between, 0, null, Activation.NONE, dx, to);
            }
        }

        /** The gradient of the whole convolution's output. */
        private Buffer unpooled(Buffer dy, Buffer places) {
            Buffer whole = between(conv.n(), dy.isHalf());
            unpool(0, conv.n(), dy, places, whole);
            return whole;
        }

        private void unpool(int first, int images, Buffer dy, Buffer places, Buffer between) {
            int windows = images * Kernel.groups(pool.t(), 2) * Kernel.groups(pool.f(), 2);
            KernelFile stored = file.storedAs(between, dy, null, places);
            Kernel kernel = stored.kernel("unpool")
                    .with(windows)
                    .with(first)
                    .with(pool.outT())
                    .with(pool.outF())
                    .with(pool.c())
                    .with(pool.t())
                    .with(pool.f())
                    .with(scale)
                    .with(dy)
                    .with(places)
                    .with(between);
            stored.launch(kernel, Kernel.groups(pool.c(), file.setting("VECTOR")), windows);
        }

        @Override
        public void backwardWeights(Buffer x, Buffer dy, Buffer places, Buffer dw, Buffer dbias) {
            if (products.tensorCores().take(x, dy)) {
                products.backwardWeights(conv, x, unpooled(dy, places), dw, null);
            } else {
                conv2d.backwardWeightsOfPooled(conv, x, dy, places, scale, dw);
            }
            if (dbias == null) {
                return;
            }
            int chunk = Math.max(file.setting("ROW_CHUNK"), Kernel.groups(pooled(), file.setting("CHUNKS")));
            int chunks = Kernel.groups(pooled(), chunk);
            Buffer partial = scratch.take(Scratch.Use.PARTIAL_STATISTICS, chunks * pool.c());
            KernelFile stored = file.storedAs(partial, dy, null, places);
            Kernel kernel = stored.kernel("sum_kept")
                    .with(pooled())
                    .with(pool.c())
                    .with(chunk)
                    .with(scale)
                    .with(dy)
                    .with(places)
                    .with(partial);
            stored.launch(kernel, Kernel.groups(pool.c(), file.setting("VECTOR")), chunks);
            reductions.sum(partial, 1, chunks, pool.c(), dbias);
        }

        private int pooled() {
            return pool.n() * pool.outT() * pool.outF();
        }
    }
}
