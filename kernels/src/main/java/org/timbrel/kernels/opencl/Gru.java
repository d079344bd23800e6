package org.timbrel.kernels.opencl;

import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.GruShape;

/** GRU over whole sequences: {@code gru.cl}. */
final class Gru {
    private static final int GATES = 3;

    private final Recurrence recurrence;
    private final KernelFile plain;
    private final KernelFile masked;
    private final Reductions reductions;
    private final OpenClQueue queue;

    Gru(Recurrence recurrence, Reductions reductions, OpenClQueue queue) {
        this.recurrence = recurrence;
        this.plain = recurrence.file("gru", false);
        this.masked = recurrence.file("gru", true);
        this.reductions = reductions;
        this.queue = queue;
    }

    void forward(
            GruShape shape,
            Buffer x,
            Buffer w,
            Buffer u,
            Buffer b,
            Buffer mask,
            Buffer y,
            Buffer gates,
            Buffer memory) {
        Recurrence.Size s = size(shape);
        FloatCopies floats = recurrence.scratch().floats();
        Buffer bias = floats.read(b);
        recurrence.inputProduct(s, floats.read(x), floats.read(w), bias, gates);
        KernelFile file = mask == null ? plain : masked;
        Kernel kernel = file.kernel("gru_forward")
                .with(s.n())
                .with(s.t())
                .with(s.h())
                .with(floats.read(u))
                .with(bias)
                .with(mask == null ? gates : floats.read(mask))
                .with(floats.written(y))
                .with(gates)
                .with(memory);
        recurrence.launch(file, kernel, s, file.setting("FORWARD_SEQUENCES"));
        floats.store();
    }

    void backward(
            GruShape shape,
            Buffer x,
            Buffer w,
            Buffer u,
            Buffer mask,
            Buffer y,
            Buffer gates,
            Buffer memory,
            Buffer dy,
            Buffer dx,
            Buffer dw,
            Buffer du,
            Buffer db) {
        Recurrence.Size s = size(shape);
        Scratch scratch = recurrence.scratch();
        FloatCopies floats = scratch.floats();
        Buffer states = floats.read(y);
        Buffer da = scratch.take(Scratch.Use.GATE_GRADIENTS, s.steps() * s.width());
        Buffer dm = scratch.take(Scratch.Use.STATE_PRODUCT_GRADIENTS, s.steps() * s.width());
        KernelFile file = mask == null ? plain : masked;
        Kernel kernel = file.kernel("gru_backward")
                .with(s.n())
                .with(s.t())
                .with(s.h())
                .with(recurrence.transposed(s, u))
                .with(mask == null ? gates : floats.read(mask))
                .with(states)
                .with(gates)
                .with(memory)
                .with(floats.read(dy))
                .with(scratch.take(Scratch.Use.CARRIED, s.n() * s.h()))
                .with(scratch.take(Scratch.Use.STATE_GRADIENT, s.n() * s.h()))
                .with(da)
                .with(dm);
        recurrence.launch(file, kernel, s, file.setting("BACKWARD_SEQUENCES"));
        // db (2,3h): the input's sums make the first row, the state's the second
        Buffer biasGradient = floats.written(db);
        recurrence.inputGradients(
                s, floats.read(x), floats.read(w), da, floats.written(dx), floats.written(dw), biasGradient);
        Buffer second = scratch.take(Scratch.Use.BIAS, s.width());
        reductions.sum(dm, 1, s.steps(), s.width(), second);
        queue.copy(DeviceBuffer.of(second), 0, DeviceBuffer.of(biasGradient), s.width(), s.width());
        recurrence.stateGradient(s, floats.read(mask), states, dm, floats.written(du));
        floats.store();
    }

    private static Recurrence.Size size(GruShape s) {
        return new Recurrence.Size(s.n(), s.t(), s.d(), s.h(), GATES);
    }
}
