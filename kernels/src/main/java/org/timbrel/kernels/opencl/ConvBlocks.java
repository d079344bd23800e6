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
 * in scratch memory; what the way back needs of it are places.
 */
final class ConvBlocks {
    private final Conv2d conv2d;
    private final KernelFile file;
    private final Reductions reductions;
    private final Scratch scratch;

    ConvBlocks(Programs programs, Conv2d conv2d, Reductions reductions, Scratch scratch) {
        this.conv2d = conv2d;
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
            this.scale = block.dropout() == null ? 1 : 1 / (1 - block.dropout().rate());
        }

        @Override
        public void forward(Buffer x, Buffer w, Buffer bias, Buffer y, Buffer places) {
            Buffer whole = whole(y.isHalf());
            FloatCopies floats = scratch.floats();
            conv2d.forward(conv, x, floats.read(w), floats.read(bias), Activation.NONE, whole);
            int n = pooled() * pool.c();
            DropoutDraw draw = block.dropout() == null ? new DropoutDraw(0, 0, 0, 0) : block.dropout();
            KernelFile stored = file.storedAs(y, whole, null, places);
            Kernel kernel = stored.kernel("pool_and_drop")
                    .with(n)
                    .with(pool.outT())
                    .with(pool.outF())
                    .with(pool.c())
                    .with(pool.t())
                    .with(pool.f())
                    .with(block.relu())
                    .with(block.dropout() != null)
                    .with(Elementwise.threshold(draw.rate()))
                    .with(scale)
                    .with((int) draw.seed())
                    .with((int) (draw.seed() >>> 32))
                    .with(draw.stream())
                    .with((int) draw.step())
                    .with((int) (draw.step() >>> 32))
                    .with(whole)
                    .with(y)
                    .with(places);
            stored.launch(kernel, Kernel.groups(Elementwise.philoxBlocks(n), file.setting("VECTOR")));
        }

        @Override
        public void backwardInput(Buffer dy, Buffer places, Buffer w, Buffer dx) {
            Buffer whole = whole(dy.isHalf());
            int windows = pool.n() * Kernel.groups(pool.t(), 2) * Kernel.groups(pool.f(), 2);
            KernelFile stored = file.storedAs(whole, dy, null, places);
            Kernel kernel = stored.kernel("unpool")
                    .with(windows)
                    .with(pool.outT())
                    .with(pool.outF())
                    .with(pool.c())
                    .with(pool.t())
                    .with(pool.f())
                    .with(scale)
                    .with(dy)
                    .with(places)
                    .with(whole);
            stored.launch(kernel, Kernel.groups(pool.c(), file.setting("VECTOR")), windows);
            conv2d.backwardInput(conv, whole, w, dx);
        }

        @Override
        public void backwardWeights(Buffer x, Buffer dy, Buffer places, Buffer dw, Buffer dbias) {
            conv2d.backwardWeightsOfPooled(conv, x, dy, places, scale, dw);
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

        /** The convolution's output; where halves are stored it is rounded as it is between layers. */
        private Buffer whole(boolean half) {
            return scratch.take(Scratch.Use.CONVOLUTION, pool.n() * pool.t() * pool.f() * pool.c(), half);
        }

        private int pooled() {
            return pool.n() * pool.outT() * pool.outF();
        }
    }
}
