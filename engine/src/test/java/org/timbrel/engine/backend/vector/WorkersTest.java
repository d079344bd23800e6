package org.timbrel.engine.backend.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkersTest {
    @Test
    void runsEveryTaskOnce() {
        for (int threads = 1; threads <= 4; threads++) {
            try (Workers workers = new Workers(threads)) {
                for (int tasks : new int[] {0, 1, 2, 3, 100}) {
                    AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
                    workers.run(tasks, runs::incrementAndGet);
                    for (int i = 0; i < tasks; i++) {
                        assertEquals(1, runs.get(i), "task " + i + " of " + tasks + ", " + threads + " threads");
                    }
                }
            }
        }
    }

    @Test
    void survivesManyShortJobsAndPauses() throws InterruptedException {
        try (Workers workers = new Workers(3)) {
            AtomicInteger runs = new AtomicInteger();
            for (int i = 0; i < 20_000; i++) {
                workers.run(5, task -> runs.incrementAndGet());
                if (i % 4_000 == 0) {
                    Thread.sleep(5);
                }
            }
            assertEquals(100_000, runs.get());
        }
    }

    @Test
    void throwsWhatATaskThrowsAndGoesOn() {
        try (Workers workers = new Workers(2)) {
            IllegalStateException failure = new IllegalStateException("task 3");
            IllegalStateException thrown = assertThrows(
                    IllegalStateException.class,
                    () -> workers.run(8, task -> {
                        if (task == 3) {
                            throw failure;
                        }
                    }));
            assertSame(failure, thrown);
            AtomicInteger runs = new AtomicInteger();
            workers.run(8, task -> runs.incrementAndGet());
            assertEquals(8, runs.get());
        }
    }

    @Test
    void runsTasksOfATaskOnItsOwnThread() {
        try (Workers workers = new Workers(3)) {
            AtomicInteger runs = new AtomicInteger();
            workers.run(6, outer -> {
                Thread thread = Thread.currentThread();
                workers.run(4, inner -> {
                    assertSame(thread, Thread.currentThread());
                    runs.incrementAndGet();
                });
            });
            assertEquals(24, runs.get());
        }
    }

    @Test
    void takesCallsFromSeveralThreads() throws InterruptedException {
        try (Workers workers = new Workers(2)) {
            AtomicInteger runs = new AtomicInteger();
            Thread[] callers = new Thread[3];
            for (int i = 0; i < callers.length; i++) {
                callers[i] = new Thread(() -> {
                    for (int k = 0; k < 500; k++) {
                        workers.run(4, task -> runs.incrementAndGet());
                    }
                });
                callers[i].start();
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertEquals(3 * 500 * 4, runs.get());
        }
    }

    @Test
    void worksOnAfterClosing() {
        Workers workers = new Workers(3);
        workers.close();
        AtomicInteger runs = new AtomicInteger();
        workers.run(10, task -> runs.incrementAndGet());
        assertEquals(10, runs.get());
    }
}
