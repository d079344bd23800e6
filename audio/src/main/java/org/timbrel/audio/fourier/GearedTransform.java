package org.timbrel.audio.fourier;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Frames of a power of two: by the plain transform until it has done so many that a faster one is worth its start, then by
 * that. A kernel of the Vector API takes some tenths of a second to get compiled, and is slower than anything until then;
 * a short job is over before. Both give the same bits, so nobody can tell when the change came, or whether the JVM has the
 * module at all.
 */
final class GearedTransform implements FrameTransform {
    /** Frames that the plain transform takes about as long for as the fast one takes to get warm. */
    private static final long PLAIN_FRAMES = 1 << 17;

    private final Framing framing;
    private final FrameTransform plain;
    private final AtomicLong begun = new AtomicLong();

    /** Loaded with the first long run. */
    private volatile FrameTransform fast;

    GearedTransform(Framing framing) {
        this.framing = framing;
        this.plain = new PlainTransform(framing);
    }

    @Override
    public Spectra of(float[] samples, int frames) {
        if (begun.getAndAdd(frames) < PLAIN_FRAMES) {
            return plain.of(samples, frames);
        }
        if (fast == null) {
            fast = fastest();
        }
        return fast.of(samples, frames);
    }

    private FrameTransform fastest() {
        for (FastTransform candidate : ServiceLoader.load(FastTransform.class)) {
            Optional<FrameTransform> opened = candidate.open(framing);
            if (opened.isPresent()) {
                return opened.get();
            }
        }
        return plain;
    }
}
