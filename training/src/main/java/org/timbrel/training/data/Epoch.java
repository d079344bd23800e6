package org.timbrel.training.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;

/**
 * One pass over batches, prepared on a thread of its own a few ahead of the trainer. Close it, so that the thread ends
 * also when the pass is left early.
 */
public final class Epoch implements Iterator<Batch>, AutoCloseable {
    private static final int AHEAD = 3;

    private final BlockingQueue<Prepared> queue = new ArrayBlockingQueue<>(AHEAD);
    private final Thread producer;
    private final int count;
    private int next;
    private long started;
    private long stopped;
    private long waited;

    private record Prepared(Batch batch, Throwable failure) {}

    Epoch(int count, int first, IntFunction<Batch> prepare) {
        this.count = count;
        this.next = first;
        producer = new Thread(() -> produce(first, prepare), "batches");
        producer.setDaemon(true);
        producer.start();
    }

    private void produce(int first, IntFunction<Batch> prepare) {
        try {
            for (int i = first; i < count; i++) {
                queue.put(prepared(prepare, i));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed early; nobody waits for the rest
        }
    }

    private static Prepared prepared(IntFunction<Batch> prepare, int index) {
        try {
            return new Prepared(prepare.apply(index), null);
        } catch (RuntimeException | Error e) {
            return new Prepared(null, e);
        }
    }

    @Override
    public boolean hasNext() {
        return next < count;
    }

    @Override
    public Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the epoch has " + count + " batches");
        }
        long before = System.nanoTime();
        started = started == 0 ? before : started;
        Prepared prepared = take();
        waited += System.nanoTime() - before;
        next++;
        if (prepared.failure() != null) {
            close();
            throw new IllegalStateException("preparing a batch failed: " + prepared.failure(), prepared.failure());
        }
        return prepared.batch();
    }

    private Prepared take() {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("waiting for a batch was interrupted");
        }
    }

    /** The share of the time from the first {@link #next} to {@link #close} that was spent waiting, 0 to 1. */
    public double waitingShare() {
        long end = stopped == 0 ? System.nanoTime() : stopped;
        return started == 0 ? 0 : (double) waited / Math.max(1, end - started);
    }

    @Override
    public void close() {
        producer.interrupt();
        next = count;
        stopped = stopped == 0 ? System.nanoTime() : stopped;
    }
}
