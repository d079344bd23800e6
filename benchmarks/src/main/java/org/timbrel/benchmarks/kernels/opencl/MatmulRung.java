package org.timbrel.benchmarks.kernels.opencl;

import org.timbrel.benchmarks.kernels.Computation;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.MatmulShape;
import org.timbrel.kernels.opencl.Kernel;
import org.timbrel.kernels.opencl.Workbench;

/**
 * A rung of the matrix product: its file, and how much of C a group of its work-items makes.
 *
 * @param name as the table has it
 * @param rung file and numbers
 * @param rows of C that a group makes
 * @param columns of C that a group makes
 * @param itemsX work-items of a group in its first direction
 * @param itemsY work-items of a group in its second direction
 * @param rowsFirst whether the first direction is that of C's rows; else it is that of its columns
 */
record MatmulRung(String name, Rung rung, int rows, int columns, int itemsX, int itemsY, boolean rowsFirst) {
    /** c (m,n) = a (m,k) b (k,n). */
    void launch(Kernel kernel, int m, int n, int k, Buffer a, Buffer b, Buffer c) {
        int down = Kernel.groups(m, rows);
        int across = Kernel.groups(n, columns);
        kernel.with(m).with(n).with(k).with(a).with(b).with(c);
        kernel.launch(rowsFirst ? down : across, rowsFirst ? across : down, 1, itemsX, itemsY);
    }

    /** The rung on operands that are on the device. */
    Computation on(Workbench bench, MatmulShape shape, Buffer a, Buffer b) {
        Kernel kernel = rung.kernel(bench, "matmul");
        Buffer c = bench.backend().allocate(shape.m() * shape.n());
        return new OnDevice(bench, c, () -> launch(kernel, shape.m(), shape.n(), shape.k(), a, b, c));
    }
}
