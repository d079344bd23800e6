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
        launch(file.kernel("softmax").with(x).with(rows).with(columns).with(y), rows);
    }

    void softmaxBackward(Buffer y, Buffer dy, int rows, int columns, Buffer dx) {
        Kernel kernel = file.kernel("softmax_backward");
        launch(kernel.with(y).with(dy).with(rows).with(columns).with(dx), rows);
    }

    void softmaxCrossEntropy(Buffer logits, Buffer targets, int rows, int columns, Buffer losses, Buffer dlogits) {
        Kernel kernel = file.kernel("softmax_cross_entropy")
                .with(logits)
                .with(targets)
                .with(rows)
                .with(columns)
                .with(losses)
                .with(dlogits);
        launch(kernel, rows);
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
        Kernel kernel = file.kernel("layer_norm")
                .with(x)
                .with(rows)
                .with(columns)
                .with(gamma)
                .with(beta)
                .with(epsilon)
                .with(y)
                .with(mean)
                .with(invStd);
        launch(kernel, rows);
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
        Kernel kernel = file.kernel("layer_norm_backward")
                .with(x)
                .with(rows)
                .with(columns)
                .with(gamma)
                .with(mean)
                .with(invStd)
                .with(dy)
                .with(dx)
                .with(products);
        launch(kernel, rows);
        reductions.sum(products, 1, rows, columns, dgamma);
    }

    private void launch(Kernel kernel, int rows) {
        int groupRows = file.setting("GROUP_ROWS");
        kernel.launch(Kernel.groups(rows, groupRows), 1, 1, file.setting("ROW_ITEMS"), groupRows);
    }
}
