package org.timbrel.engine.backend.vector;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/**
 * A fixed set of threads that share out numbered tasks; the calling thread works too.
 *
 * <p>Which thread runs which task is left to chance, so results are the same for any number of threads exactly if tasks
 * are cut by the shape of the data, write apart from each other, and partial results are joined in the order of the task
 * numbers. All kernels of this package keep to that.
 *
 * <p>Waiting threads spin briefly, because the next kernel usually follows within microseconds, and then park. A task
 * that calls {@link #run} itself gets its tasks run one after another on its own thread.
 */
final class Workers implements AutoCloseable {
    private static final int SPINS = 4_000;

    /** Elements of a block: a few microseconds of the cheapest work, and no more than half a first-level cache. */
    private static final int BLOCK_SIZE = 1 << 14;

    private final ReentrantLock turn = new ReentrantLock();
    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);
    private final Thread[] helpers;
    private volatile Job job;
    private volatile boolean closed;

    /** @param threads threads that compute, the calling one included */
    Workers(int threads) {
        helpers = new Thread[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Thread(this::help, "timbrel-vector-" + (i + 1));
            helpers[i].setDaemon(true);
            helpers[i].start();
        }
    }

    /** Threads that compute, the calling one included. */
    int threads() {
        return helpers.length + 1;
    }

    /** Memory that belongs to the current thread. */
    Scratch scratch() {
        return scratch.get();
    }

    /**
     * Runs tasks 0 to {@code tasks - 1} and returns when all are done. The first exception of a task is thrown here; tasks
     * not yet begun are then left out.
     */
    void run(int tasks, IntConsumer task) {
        boolean alone = tasks <= 1 || helpers.length == 0 || turn.isHeldByCurrentThread() || isHelper();
        if (alone) {
            for (int i = 0; i < tasks; i++) {
                task.accept(i);
            }
            return;
        }
        turn.lock();
        try {
            Job shared = new Job(tasks, task, Thread.currentThread());
            job = shared;
            for (int i = 0; i < Math.min(helpers.length, tasks - 1); i++) {
                LockSupport.unpark(helpers[i]);
            }
            shared.work();
            shared.await();
        } finally {
            job = null;
            turn.unlock();
        }
    }

    /** Shares out n elements in blocks of a fixed size. */
    void runBlocks(int n, RowTask task) {
        runRows(n, 1, task);
    }

    /** Shares out rows of the given size in blocks of some ten thousand elements. */
    void runRows(int rows, int rowSize, RowTask task) {
        int blockRows = Math.max(1, BLOCK_SIZE / Math.max(1, rowSize));
        if (rows > 0 && rows <= blockRows) {
            task.run(0, rows);
            return;
        }
        int blocks = (rows + blockRows - 1) / blockRows;
        run(blocks, i -> task.run(i * blockRows, Math.min(blockRows, rows - i * blockRows)));
    }

    /** Ends the threads; a later {@link #run} goes on with the calling thread alone. */
    @Override
    public void close() {
        closed = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
    }

    private boolean isHelper() {
        Thread current = Thread.currentThread();
        for (Thread helper : helpers) {
            if (helper == current) {
                return true;
            }
        }
        return false;
    }

    private void help() {
        Job last = null;
        int idle = 0;
        while (!closed) {
            Job next = job;
            if (next != null && next != last) {
                next.work();
                last = next;
                idle = 0;
            } else if (++idle < SPINS) {
                Thread.onSpinWait();
            } else {
                last = null;
                LockSupport.park(this);
                idle = 0;
            }
        }
    }

    /** One call of {@link #run}: there are hundreds in a training step, so it is a single object. */
    private static final class Job {
        private static final AtomicIntegerFieldUpdater<Job> NEXT =
                AtomicIntegerFieldUpdater.newUpdater(Job.class, "next");
        private static final AtomicIntegerFieldUpdater<Job> FINISHED =
                AtomicIntegerFieldUpdater.newUpdater(Job.class, "finished");

        private final int tasks;
        private final IntConsumer task;
        private final Thread caller;
        private volatile int next;
        private volatile int finished;
        private volatile Throwable failure;

        Job(int tasks, IntConsumer task, Thread caller) {
            this.tasks = tasks;
            this.task = task;
            this.caller = caller;
        }

        void work() {
            for (int i = NEXT.getAndIncrement(this); i < tasks; i = NEXT.getAndIncrement(this)) {
                try {
                    if (failure == null) {
                        task.accept(i);
                    }
                } catch (RuntimeException | Error e) {
                    fail(e);
                } finally {
                    if (FINISHED.incrementAndGet(this) == tasks) {
                        LockSupport.unpark(caller);
                    }
                }
            }
        }

        private synchronized void fail(Throwable e) {
            failure = failure == null ? e : failure;
        }

        void await() {
            for (int spins = 0; finished < tasks; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            Throwable thrown = failure;
            if (thrown instanceof RuntimeException exception) {
                throw exception;
            }
            if (thrown instanceof Error error) {
                throw error;
            }
        }
    }
}
