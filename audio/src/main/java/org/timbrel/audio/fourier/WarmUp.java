package org.timbrel.audio.fourier;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Has a fast transform compiled, once, by a thread of its own. */
final class WarmUp {
    /** What is compiled is compiled for all of the process. */
    static final WarmUp OF_PROCESS = new WarmUp();

    /** Where the launcher hurries the compiler it takes a third of this; without, it is better to go on meanwhile. */
    private static final long PATIENCE_NANOS = 500_000_000;

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Optional<FastTransform> winner = Optional.empty();
    private volatile boolean begun;
    private volatile long begunAt;

    /** Whether somebody has asked for it. */
    boolean begun() {
        return begun;
    }

    /** Returns at once; does nothing the second time. */
    synchronized void begin() {
        if (begun) {
            return;
        }
        begunAt = System.nanoTime();
        begun = true;
        Thread racer = new Thread(this::race, "timbrel-fourier-warm-up");
        racer.setDaemon(true);
        racer.start();
    }

    /** The transform that is compiled; empty before it is, and if none is faster than the plain one. */
    Optional<FastTransform> winner() {
        return winner;
    }

    /** As {@link #winner}, but waits for it until half a second after the beginning. */
    Optional<FastTransform> await() {
        try {
            over.await(begunAt + PATIENCE_NANOS - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return winner;
    }

    private void race() {
        try {
            winner = ServiceLoader.load(FastTransform.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(Race::won)
                    .findFirst();
        } finally {
            over.countDown();
        }
    }
}
