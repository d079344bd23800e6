package org.timbrel.kernels.opencl;

import org.timbrel.engine.backend.Buffer;

/** Batch normalisation: {@code batchnorm.cl}. */
final class BatchNorm {
    private final KernelFile file;
    private final Reductions reductions;
    private final Elementwise elementwise;
    private final Scratch scratch;

    BatchNorm(Programs programs, Reductions reductions, Elementwise elementwise, Scratch scratch) {
        this.file = programs.file("batchnorm");
        this.reductions = reductions;
        this.elementwise = elementwise;
        this.scratch = scratch;
    }

    void forward(
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
        FloatCopies floats = scratch.floats();
        reductions.sum(x, 1, rows, channels, mean);
        elementwise.affine(mean, 1.0 / rows, 0, mean, channels);
        int chunk = chunk(rows);
        int chunks = Kernel.groups(rows, chunk);
        Buffer partial = scratch.take(Scratch.Use.PARTIAL_STATISTICS, chunks * channels);
        KernelFile stored = file.storedAs(y, x);
        launch(
                stored.kernel("squares")
                        .with(x)
                        .with(rows)
                        .with(channels)
                        .with(chunk)
                        .with(mean)
                        .with(partial),
                channels,
                chunks);
        reductions.sum(partial, 1, chunks, channels, variance);
        Kernel deviation = file.kernel("deviation")
                .with(rows)
                .with(channels)
                .with(epsilon)
                .with(variance)
                .with(invStd);
        file.launch(deviation, Kernel.groups(channels, file.setting("VECTOR")));
        Kernel normalise = stored.kernel("normalise")
                .with(x)
                .with(rows)
                .with(channels)
                .with(chunk)
                .with(floats.read(gamma))
                .with(floats.read(beta))
                .with(mean)
                .with(invStd)
                .with(y);
        launch(normalise, channels, chunks);
    }

    void inference(
            Buffer x,
            int rows,
            int channels,
            Buffer gamma,
            Buffer beta,
            Buffer mean,
            Buffer variance,
            double epsilon,
            Buffer y) {
        int chunk = chunk(rows);
        FloatCopies floats = scratch.floats();
        Kernel kernel = file.storedAs(y, x)
                .kernel("normalise_by_variance")
                .with(x)
                .with(rows)
                .with(channels)
                .with(chunk)
                .with(floats.read(gamma))
                .with(floats.read(beta))
                .with(floats.read(mean))
                .with(floats.read(variance))
                .with(epsilon)
                .with(y);
        launch(kernel, channels, Kernel.groups(rows, chunk));
    }

    void backward(
            Buffer x,
            int rows,
            int channels,
            Buffer gamma,
            Buffer mean,
            Buffer invStd,
            Buffer dy,
            Buffer dx,
            Buffer gammaGradient,
            Buffer betaGradient) {
        FloatCopies floats = scratch.floats();
        Buffer dgamma = floats.written(gammaGradient);
        Buffer dbeta = floats.written(betaGradient);
        reductions.sum(dy, 1, rows, channels, dbeta);
        int chunk = chunk(rows);
        int chunks = Kernel.groups(rows, chunk);
        Buffer partial = scratch.take(Scratch.Use.PARTIAL_STATISTICS, chunks * channels);
        KernelFile stored = file.storedAs(dx, x, dy);
        launch(
                stored.kernel("products")
                        .with(x)
                        .with(dy)
                        .with(rows)
                        .with(channels)
                        .with(chunk)
                        .with(mean)
                        .with(partial),
                channels,
                chunks);
        reductions.sum(partial, 1, chunks, channels, dgamma);
        Kernel scale = file.kernel("scale_gradient").with(channels).with(invStd).with(dgamma);
        file.launch(scale, Kernel.groups(channels, file.setting("VECTOR")));
        Kernel input = stored.kernel("input_gradient")
                .with(x)
                .with(dy)
                .with(rows)
                .with(channels)
                .with(chunk)
                .with(floats.read(gamma))
                .with(mean)
                .with(invStd)
                .with(dgamma)
                .with(dbeta)
                .with(dx);
        launch(input, channels, chunks);
        floats.store();
    }

    /** Rows that a work-item takes: a few, but not more chunks than can be added quickly. */
    private int chunk(int rows) {
        return Math.max(file.setting("ROW_CHUNK"), Kernel.groups(rows, file.setting("CHUNKS")));
    }

    private void launch(Kernel kernel, int channels, int chunks) {
        file.launch(kernel, Kernel.groups(channels, file.setting("VECTOR")), chunks);
    }
}
