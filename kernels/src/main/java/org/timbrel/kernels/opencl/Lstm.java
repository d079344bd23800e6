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
        FloatCopies floats = recurrence.scratch().floats();
        recurrence.inputProduct(s, floats.read(x), floats.read(w), floats.read(b), gates);
        KernelFile file = mask == null ? plain : masked;
        Kernel kernel = file.kernel("lstm_forward")
                .with(s.n())
                .with(s.t())
                .with(s.h())
                .with(floats.read(u))
                .with(mask == null ? gates : floats.read(mask))
                .with(floats.written(y))
                .with(gates)
                .with(cells);
        recurrence.launch(file, kernel, s, file.setting("FORWARD_SEQUENCES"));
        floats.store();
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
        FloatCopies floats = scratch.floats();
        Buffer states = floats.read(y);
        Buffer dz = scratch.take(Scratch.Use.GATE_GRADIENTS, s.steps() * s.width());
        KernelFile file = mask == null ? plain : masked;
        Kernel kernel = file.kernel("lstm_backward")
                .with(s.n())
                .with(s.t())
                .with(s.h())
                .with(recurrence.transposed(s, u))
                .with(mask == null ? gates : floats.read(mask))
                .with(gates)
                .with(cells)
                .with(floats.read(dy))
                .with(scratch.take(Scratch.Use.CARRIED, s.n() * s.h()))
                .with(scratch.take(Scratch.Use.STATE_GRADIENT, s.n() * s.h()))
                .with(dz);
        recurrence.launch(file, kernel, s, file.setting("BACKWARD_SEQUENCES"));
        recurrence.inputGradients(
                s, floats.read(x), floats.read(w), dz, floats.written(dx), floats.written(dw), floats.written(db));
        recurrence.stateGradient(s, floats.read(mask), states, dz, floats.written(du));
        floats.store();
    }

    private static Recurrence.Size size(LstmShape s) {
        return new Recurrence.Size(s.n(), s.t(), s.d(), s.h(), GATES);
    }
}
