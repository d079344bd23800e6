package org.timbrel.kernels.opencl;

import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.MatmulShape;

/** Matrix products: {@code matmul.cl}. */
final class Matmul {
    /**
     * A batch of matrices in a buffer.
     *
     * @param buffer that holds them
     * @param offset of the first number
     * @param row step from a row to the next
     * @param column step from a column to the next
     * @param batch step from a matrix to the next
     */
    record Operand(Buffer buffer, int offset, int row, int column, int batch) {
        /** Rows one after another, as they are stored or, if {@code transposed}, as columns. */
        static Operand of(Buffer buffer, int rows, int columns, boolean transposed) {
            return transposed
                    ? new Operand(buffer, 0, 1, rows, rows * columns)
                    : new Operand(buffer, 0, columns, 1, rows * columns);
        }
    }

    private final KernelFile file;
    private final Views views;
    private final Scratch scratch;

    Matmul(Programs programs, Views views, Scratch scratch) {
        this.file = programs.file("matmul");
        this.views = views;
        this.scratch = scratch;
    }

    /** As {@link org.timbrel.engine.backend.Backend#matmul}. */
    void multiply(MatmulShape s, Buffer a, Buffer b, Buffer bias, Activation activation, boolean accumulate, Buffer c) {
        Buffer numbers = scratch.numbers(a, s.batch() * s.m() * s.k(), file);
        Operand left = Operand.of(numbers, s.m(), s.k(), s.transposeA());
        Operand right = Operand.of(b, s.k(), s.n(), s.transposeB());
        if (s.transposeB() && file.setting("LOCAL_K") == 0) {
            Buffer plain = scratch.take(Scratch.Use.TRANSPOSED, s.batch() * s.k() * s.n());
            views.transpose(b, s.batch(), s.n(), s.k(), plain);
            right = Operand.of(plain, s.k(), s.n(), false);
        }
        multiply(
                s.batch(),
                s.m(),
                s.n(),
                s.k(),
                left,
                right,
                bias,
                activation,
                accumulate,
                Operand.of(c, s.m(), s.n(), false));
    }

    /** c (m,n) = activation(a (m,k) b (k,n) + bias), or with c in the sum; columns of c must be neighbours. */
    void multiply(
            int batch,
            int m,
            int n,
            int k,
            Operand a,
            Operand b,
            Buffer bias,
            Activation activation,
            boolean accumulate,
            Operand c) {
        int tileM = file.setting("TILE_M");
        int tileN = file.setting("TILE_N") * file.setting("VECTOR");
        int groupX = file.setting("GROUP_X");
        int groupY = file.setting("GROUP_Y");
        KernelFile stored = file.storedAs(c.buffer(), a.buffer(), b.buffer(), bias);
        arguments(stored.kernel("matmul"), m, n, k, a, b, bias, activation, accumulate, c)
                .launch(Kernel.groups(m, tileM * groupY), Kernel.groups(n, tileN * groupX), batch, groupY, groupX);
    }

    /** The same by the plain kernel, which is the definition of the other. */
    void multiplyPlainly(
            MatmulShape s, Buffer a, Buffer b, Buffer bias, Activation activation, boolean accumulate, Buffer c) {
        Operand left = Operand.of(a, s.m(), s.k(), s.transposeA());
        Operand right = Operand.of(b, s.k(), s.n(), s.transposeB());
        Operand to = Operand.of(c, s.m(), s.n(), false);
        KernelFile stored = file.storedAs(c, a, b, bias);
        arguments(stored.kernel("matmul_plain"), s.m(), s.n(), s.k(), left, right, bias, activation, accumulate, to)
                .launch(s.m(), s.n(), s.batch(), 1, 1);
    }

    /** Gives a kernel the arguments that all of them have. */
    static Kernel arguments(
            Kernel kernel,
            int m,
            int n,
            int k,
            Operand a,
            Operand b,
            Buffer bias,
            Activation activation,
            boolean accumulate,
            Operand c) {
        kernel.with(m).with(n).with(k);
        kernel.with(a.buffer()).with(a.offset()).with(a.row()).with(a.column()).with(a.batch());
        kernel.with(b.buffer()).with(b.offset()).with(b.row()).with(b.column()).with(b.batch());
        kernel.with(bias == null ? c.buffer() : bias).with(bias != null);
        kernel.with(activation).with(accumulate);
        return kernel.with(c.buffer()).with(c.offset()).with(c.row()).with(c.batch());
    }
}
