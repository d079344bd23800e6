package org.timbrel.kernels.opencl;

import org.timbrel.engine.backend.Buffer;

/** What looks at whole rows: softmax, cross-entropy, layer normalisation; {@code rows.cl}. */
final class Rows {
    private final KernelFile file;
    private final Reductions reductions;
    private final Scratch scratch;

    Rows(Programs programs, Reductions reductions, Scratch scratch) {
        this.file = programs.file("rows");
        this.reductions = reductions;
        this.scratch = scratch;
    }

    void softmax(Buffer x, int rows, int columns, Buffer y) {
        FloatCopies floats = scratch.floats();
        Kernel kernel = file.kernel("softmax").with(floats.read(x));
        launch(kernel.with(rows).with(columns).with(floats.written(y)), rows);
        floats.store();
    }

    void softmaxBackward(Buffer y, Buffer dy, int rows, int columns, Buffer dx) {
        FloatCopies floats = scratch.floats();
        Kernel kernel = file.kernel("softmax_backward").with(floats.read(y)).with(floats.read(dy));
        launch(kernel.with(rows).with(columns).with(floats.written(dx)), rows);
        floats.store();
    }

    void softmaxCrossEntropy(Buffer logits, Buffer targets, int rows, int columns, Buffer losses, Buffer dlogits) {
        FloatCopies floats = scratch.floats();
        Kernel kernel = file.kernel("softmax_cross_entropy")
                .with(floats.read(logits))
                .with(floats.read(targets))
                .with(rows)
                .with(columns)
                .with(floats.written(losses))
                .with(floats.written(dlogits));
        launch(kernel, rows);
        floats.store();
    }

    void layerNorm(
            Buffer x,
            int rows,
            int columns,
            Buffer gamma,
            Buffer beta,
            double epsilon,
            Buffer y,
            Buffer mean,
            Buffer invStd) {
        FloatCopies floats = scratch.floats();
        Kernel kernel = file.kernel("layer_norm")
                .with(floats.read(x))
                .with(rows)
                .with(columns)
                .with(floats.read(gamma))
                .with(floats.read(beta))
                .with(epsilon)
                .with(floats.written(y))
                .with(mean)
                .with(invStd);
        launch(kernel, rows);
        floats.store();
    }

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
            Buffer dbeta) {
        reductions.sum(dy, 1, rows, columns, dbeta);
        Buffer products = scratch.take(Scratch.Use.ROWS, rows * columns);
        FloatCopies floats = scratch.floats();
        Kernel kernel = file.kernel("layer_norm_backward")
                .with(floats.read(x))
                .with(rows)
                .with(columns)
                .with(floats.read(gamma))
                .with(mean)
                .with(invStd)
                .with(floats.read(dy))
                .with(floats.written(dx))
                .with(products);
        launch(kernel, rows);
        floats.store();
        reductions.sum(products, 1, rows, columns, dgamma);
    }

    private void launch(Kernel kernel, int rows) {
        int groupRows = file.setting("GROUP_ROWS");
        kernel.launch(Kernel.groups(rows, groupRows), 1, 1, file.setting("ROW_ITEMS"), groupRows);
    }
}
