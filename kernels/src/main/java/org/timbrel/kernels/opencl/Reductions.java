package org.timbrel.kernels.opencl;

import org.timbrel.engine.backend.Buffer;

/** Sums: {@code reductions.cl}, in one launch, or in two with sums of chunks between them. */
final class Reductions {
    /** Numbers below which a sum along neighbours is one work-item's. */
    private static final int SHORT_RUN = 1024;

    private final KernelFile file;
    private final Scratch scratch;

    Reductions(Programs programs, Scratch scratch) {
        this.file = programs.file("reductions");
        this.scratch = scratch;
    }

    /** x (outer,n,inner) to y (outer,inner). */
    void sum(Buffer x, int outer, int n, int inner, Buffer y) {
        int chunk = inner == 1 ? SHORT_RUN : file.setting("ROW_CHUNK");
        int chunks = Kernel.groups(n, chunk);
        if (chunks <= 2) {
            sumChunks(x, outer, n, inner, Math.max(1, n), 1, y);
            return;
        }
        int most = file.setting("CHUNKS");
        if (chunks > most) {
            chunk = Kernel.groups(n, most);
            chunks = Kernel.groups(n, chunk);
        }
        Buffer partial = scratch.take(Scratch.Use.PARTIAL_SUMS, outer * chunks * inner);
        sumChunks(x, outer, n, inner, chunk, chunks, partial);
        sumChunks(partial, outer, chunks, inner, chunks, 1, y);
    }

    private void sumChunks(Buffer x, int outer, int n, int inner, int chunk, int chunks, Buffer y) {
        int parts = outer * chunks;
        KernelFile stored = file.storedAs(y, x);
        if (inner == 1) {
            Kernel kernel = stored.kernel("sum_runs")
                    .with(x)
                    .with(n)
                    .with(chunk)
                    .with(chunks)
                    .with(parts)
                    .with(y);
            stored.launch(kernel, parts);
        } else {
            Kernel kernel = stored.kernel("sum_columns")
                    .with(x)
                    .with(n)
                    .with(inner)
                    .with(chunk)
                    .with(chunks)
                    .with(parts)
                    .with(y);
            stored.launch(kernel, Kernel.groups(inner, file.setting("VECTOR")), parts);
        }
    }
}
