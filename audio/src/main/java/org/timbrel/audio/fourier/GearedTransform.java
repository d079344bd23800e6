package org.timbrel.audio.fourier;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Frames of a power of two: by the plain transform until a faster one is compiled, then by that. A kernel of the Vector API
 * is slower than anything until the compiler has come to it, so once a job is long enough to be worth it, a thread of its
 * own has the faster transform compiled while the plain one goes on. Both give the same bits, so nobody can tell when the
 * change came, or whether the JVM has the module at all.
 */
final class GearedTransform implements FrameTransform {
    /** Frames of a job that is over before a compilation would pay: a minute and a half of sound. */
    private static final long SHORT_JOB = 1 << 12;

    private final Framing framing;
    private final AtomicLong begun = new AtomicLong();

    private volatile FrameTransform current;

    GearedTransform(Framing framing) {
        this.framing = framing;
        this.current = new PlainTransform(framing);
    }

    @Override
    public Spectra of(float[] samples, int frames) {
        long before = begun.getAndAdd(frames);
        if (before < SHORT_JOB && before + frames >= SHORT_JOB) {
            Thread gear = new Thread(this::changeGear, "timbrel-fourier-warm-up");
            gear.setDaemon(true);
            gear.start();
        }
        return current.of(samples, frames);
    }

    private void changeGear() {
        for (FastTransform candidate : ServiceLoader.load(FastTransform.class)) {
            Optional<FrameTransform> opened = candidate.open(framing);
            if (opened.isPresent() && Race.won(candidate)) {
                current = opened.get();
                return;
            }
        }
    }
}
