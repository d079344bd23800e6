package org.timbrel.kernels.opencl;

import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.Buffer;

/**
 * What LSTM and GRU share: their products over all steps at once. Backward makes the gradients of the weights from those of
 * the sums before the gates, {@code (n t, gates h)}.
 */
final class Recurrence {
    /**
     * The sizes of a recurrent layer.
     *
     * @param n sequences
     * @param t steps
     * @param d features of the input
     * @param h units
     * @param gates of a unit: 4 for LSTM, 3 for GRU
     */
    record Size(int n, int t, int d, int h, int gates) {
        int steps() {
            return n * t;
        }

        int width() {
            return gates * h;
        }
    }

    private final Programs programs;
    private final Matmul matmul;
    private final Views views;
    private final Reductions reductions;
    private final Scratch scratch;
    private final KernelFile plainStates;
    private final KernelFile maskedStates;

    Recurrence(Programs programs, Matmul matmul, Views views, Reductions reductions, Scratch scratch) {
        this.programs = programs;
        this.matmul = matmul;
        this.views = views;
        this.reductions = reductions;
        this.scratch = scratch;
        this.plainStates = file("states", false);
        this.maskedStates = file("states", true);
    }

    Scratch scratch() {
        return scratch;
    }

    /** The file of a cell, for layers with or without masks. */
    KernelFile file(String name, boolean masked) {
        return programs.file(name, masked ? "-D MASKED=1" : "");
    }

    /** gates (n t, gates h) = x w + b. */
    void inputProduct(Size s, Buffer x, Buffer w, Buffer b, Buffer gates) {
        multiply(s.steps(), s.width(), s.d(), plain(x, s.d()), plain(w, s.width()), b, plain(gates, s.width()));
    }

    /** u (h, gates h) as (gates h, h). */
    Buffer transposed(Size s, Buffer u) {
        Buffer transposed = scratch.take(Scratch.Use.TRANSPOSED, s.h() * s.width());
        views.transpose(u, 1, s.h(), s.width(), transposed);
        return transposed;
    }

    /** Launches a kernel whose groups take sequences through all steps. */
    void launch(KernelFile file, Kernel kernel, Size s, int sequences) {
        int items = Math.min(Kernel.groups(s.h(), file.setting("VECTOR")), file.setting("STATE_ITEMS"));
        kernel.launch(Kernel.groups(s.n(), sequences), 1, 1, items, 1);
    }

    /** dw = x^T da, dbias = sum of da and, if it is wanted, dx = da w^T. */
    void inputGradients(Size s, Buffer x, Buffer w, Buffer da, Buffer dx, Buffer dw, Buffer dbias) {
        if (dx != null) {
            Buffer transposed = scratch.take(Scratch.Use.TRANSPOSED, s.d() * s.width());
            views.transpose(w, 1, s.d(), s.width(), transposed);
            multiply(
                    s.steps(),
                    s.d(),
                    s.width(),
                    plain(da, s.width()),
                    plain(transposed, s.d()),
                    null,
                    plain(dx, s.d()));
        }
        multiply(s.d(), s.width(), s.steps(), columns(x, s.d()), plain(da, s.width()), null, plain(dw, s.width()));
        reductions.sum(da, 1, s.steps(), s.width(), dbias);
    }

    /** du = (states before each step)^T dm; with a mask gate by gate, as each has a mask of its own. */
    void stateGradient(Size s, Buffer mask, Buffer y, Buffer dm, Buffer du) {
        if (mask == null) {
            Buffer states = statesBefore(s, null, 0, y);
            multiply(
                    s.h(),
                    s.width(),
                    s.steps(),
                    columns(states, s.h()),
                    plain(dm, s.width()),
                    null,
                    plain(du, s.width()));
            return;
        }
        for (int gate = 0; gate < s.gates(); gate++) {
            Buffer states = statesBefore(s, mask, gate, y);
            int offset = gate * s.h();
            multiply(
                    s.h(),
                    s.h(),
                    s.steps(),
                    columns(states, s.h()),
                    new Matmul.Operand(dm, offset, s.width(), 1, 0),
                    null,
                    new Matmul.Operand(du, offset, s.width(), 1, 0));
        }
    }

    private Buffer statesBefore(Size s, Buffer mask, int gate, Buffer y) {
        Buffer states = scratch.take(Scratch.Use.STATES, s.steps() * s.h());
        KernelFile file = mask == null ? plainStates : maskedStates;
        Kernel kernel = file.kernel("states_before")
                .with(s.steps())
                .with(s.t())
                .with(s.h())
                .with(s.gates())
                .with(gate)
                .with(mask == null ? y : mask)
                .with(y)
                .with(states);
        file.launch(kernel, Kernel.groups(s.h(), file.setting("VECTOR")), s.steps());
        return states;
    }

    private void multiply(int m, int n, int k, Matmul.Operand a, Matmul.Operand b, Buffer bias, Matmul.Operand c) {
        matmul.multiply(1, m, n, k, a, b, bias, Activation.NONE, false, c);
    }

    private static Matmul.Operand plain(Buffer buffer, int columns) {
        return new Matmul.Operand(buffer, 0, columns, 1, 0);
    }

    /** A matrix of {@code rows} columns in memory, read as its transpose. */
    private static Matmul.Operand columns(Buffer buffer, int rows) {
        return new Matmul.Operand(buffer, 0, 1, rows, 0);
    }
}
