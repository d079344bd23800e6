package org.timbrel.kernels.opencl;

import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.LstmShape;

/** LSTM over whole sequences: {@code lstm.cl}. */
final class Lstm {
    private static final int GATES = 4;

    private final Recurrence recurrence;
    private final KernelFile plain;
    private final KernelFile masked;

    Lstm(Recurrence recurrence) {
        this.recurrence = recurrence;
        this.plain = recurrence.file("lstm", false);
        this.masked = recurrence.file("lstm", true);
    }

    void forward(
            LstmShape shape,
            Buffer x,
            Buffer w,
            Buffer u,
            Buffer b,
            Buffer mask,
            Buffer y,
            Buffer gates,
            Buffer cells) {
        Recurrence.Size s = size(shape);
        recurrence.inputProduct(s, x, w, b, gates);
        KernelFile file = mask == null ? plain : masked;
        Kernel kernel = file.kernel("lstm_forward")
                .with(s.n())
                .with(s.t())
                .with(s.h())
                .with(u)
                .with(mask == null ? u : mask)
                .with(y)
                .with(gates)
                .with(cells);
        recurrence.launch(file, kernel, s, file.setting("FORWARD_SEQUENCES"));
    }

    void backward(
            LstmShape shape,
            Buffer x,
            Buffer w,
            Buffer u,
            Buffer mask,
            Buffer y,
            Buffer gates,
            Buffer cells,
            Buffer dy,
            Buffer dx,
            Buffer dw,
            Buffer du,
            Buffer db) {
        Recurrence.Size s = size(shape);
        Scratch scratch = recurrence.scratch();
        Buffer dz = scratch.take(Scratch.Use.GATE_GRADIENTS, s.steps() * s.width());
        KernelFile file = mask == null ? plain : masked;
        Kernel kernel = file.kernel("lstm_backward")
                .with(s.n())
                .with(s.t())
                .with(s.h())
                .with(recurrence.transposed(s, u))
                .with(mask == null ? u : mask)
                .with(gates)
                .with(cells)
                .with(dy)
                .with(scratch.take(Scratch.Use.CARRIED, s.n() * s.h()))
                .with(scratch.take(Scratch.Use.STATE_GRADIENT, s.n() * s.h()))
                .with(dz);
        recurrence.launch(file, kernel, s, file.setting("BACKWARD_SEQUENCES"));
        recurrence.inputGradients(s, x, w, dz, dx, dw, db);
        recurrence.stateGradient(s, mask, y, dz, du);
    }

    private static Recurrence.Size size(LstmShape s) {
        return new Recurrence.Size(s.n(), s.t(), s.d(), s.h(), GATES);
    }
}
