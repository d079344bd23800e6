package org.timbrel.audio.fourier;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Frames of a power of two: by the plain transform until a faster one is compiled, then by that. A kernel of the Vector API
 * is slower than anything until the compiler has come to it, so that has to pay: the job has been long, or a long one was
 * {@linkplain FrameTransform#expectMany expected}. Both give the same bits, so nobody can tell when the change came, or
 * whether the JVM has the module at all.
 */
final class GearedTransform implements FrameTransform {
    /** Frames of a job that is over before a compilation would pay: a minute and a half of sound. */
    private static final long SHORT_JOB = 1 << 12;

    private final Framing framing;
    private final WarmUp warmUp;
    private final boolean expected;
    private final AtomicLong begun = new AtomicLong();

    private volatile FrameTransform current;
    private volatile boolean fast;

    GearedTransform(Framing framing, WarmUp warmUp) {
        this.framing = framing;
        this.warmUp = warmUp;
        this.expected = warmUp.begun();
        this.current = new PlainTransform(framing);
    }

    @Override
    public Spectra of(float[] samples, int frames) {
        if (!fast) {
            if (begun.addAndGet(frames) >= SHORT_JOB) {
                warmUp.begin();
            }
            (expected ? warmUp.await() : warmUp.winner())
                    .flatMap(winner -> winner.open(framing))
                    .ifPresent(this::changeGear);
        }
        return current.of(samples, frames);
    }

    private void changeGear(FrameTransform next) {
        current = next;
        fast = true;
    }
}
