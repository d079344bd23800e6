package org.timbrel.benchmarks.kernels.peak;

import java.util.concurrent.CountDownLatch;

/** The same work on several threads at once. */
final class Together {
    private Together() {}

    /** Seconds from the moment when all threads are there until the last has done the work. */
    static double seconds(int threads, Runnable work) {
        CountDownLatch ready = new CountDownLatch(threads);
        CountDownLatch start = new CountDownLatch(1);
        Thread[] others = new Thread[threads - 1];
        for (int i = 0; i < others.length; i++) {
            others[i] = new Thread(() -> {
                ready.countDown();
                awaitStart(start);
                work.run();
            });
            others[i].start();
        }
        ready.countDown();
        try {
            ready.await();
            long begun = System.nanoTime();
            start.countDown();
            work.run();
            for (Thread other : others) {
                other.join();
            }
            return (System.nanoTime() - begun) / 1e9;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring the peak", e);
        }
    }

    private static void awaitStart(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
