package org.timbrel.engine.backend.vector;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

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
    private final Job job = new Job();
    private final Thread[] helpers;
    private volatile boolean closed;

    /** Work on one thing of many, which are numbered. */
    interface Task extends RowTask {
        void run(int i);

        @Override
        default void run(int first, int count) {
            for (int i = first; i < first + count; i++) {
                run(i);
            }
        }
    }

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
    void run(int tasks, Task task) {
        share(tasks, 1, task);
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
        share(rows, blockRows, task);
    }

    /** Rows in blocks of {@code blockRows}, the last one as long as the rest. */
    private void share(int rows, int blockRows, RowTask task) {
        int blocks = (rows + blockRows - 1) / blockRows;
        boolean alone = blocks <= 1 || helpers.length == 0 || turn.isHeldByCurrentThread() || isHelper();
        if (alone) {
            for (int first = 0; first < rows; first += blockRows) {
                task.run(first, Math.min(blockRows, rows - first));
            }
            return;
        }
        turn.lock();
        try {
            job.begin(rows, blockRows, blocks, task);
            for (int i = 0; i < Math.min(helpers.length, blocks - 1); i++) {
                LockSupport.unpark(helpers[i]);
            }
            job.work();
            job.await();
        } finally {
            turn.unlock();
        }
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
        int idle = 0;
        while (!closed) {
            if (job.hasBlocks()) {
                job.work();
                idle = 0;
            } else if (++idle < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
                idle = 0;
            }
        }
    }

    /**
     * What is shared out. There are hundreds of calls of {@link #run} in a training step, so one object serves them all, one
     * after another.
     *
     * <p>{@code left} counts down, and who takes it from above zero has a block, be he a thread that comes late from the call
     * before. While a block is not finished neither is its call, so what belongs to the call stays as it is.
     */
    private static final class Job {
        private final AtomicInteger left = new AtomicInteger();
        private final AtomicInteger finished = new AtomicInteger();
        private int rows;
        private int blockRows;
        private int blocks;
        private RowTask task;
        private Thread caller;
        private volatile Throwable failure;

        /** For the next call; from here on blocks are to be had. */
        void begin(int allRows, int rowsOfBlock, int allBlocks, RowTask work) {
            rows = allRows;
            blockRows = rowsOfBlock;
            blocks = allBlocks;
            task = work;
            caller = Thread.currentThread();
            failure = null;
            finished.set(0);
            left.set(allBlocks);
        }

        boolean hasBlocks() {
            return left.get() > 0;
        }

        void work() {
            for (int taken = left.getAndDecrement(); taken > 0; taken = left.getAndDecrement()) {
                int all = blocks;
                Thread waiting = caller;
                try {
                    if (failure == null) {
                        int first = (all - taken) * blockRows;
                        task.run(first, Math.min(blockRows, rows - first));
                    }
                } catch (RuntimeException | Error e) {
                    fail(e);
                } finally {
                    if (finished.incrementAndGet() == all) {
                        LockSupport.unpark(waiting);
                    }
                }
            }
        }

        private synchronized void fail(Throwable e) {
            failure = failure == null ? e : failure;
        }

        /** Waits until all blocks are finished, and throws what one of them threw. */
        void await() {
            for (int spins = 0; finished.get() < blocks; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            task = null;
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
