package org.timbrel.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Turns Ctrl-C into a question that training asks after every batch. The process ends only when training has answered by
 * saving its state, or at once if there is nothing to save yet; its exit code is then the signal's, 130.
 */
final class StopSwitch implements BooleanSupplier, AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final Thread hook = new Thread(this::stop, "stop");
    private final CountDownLatch saved = new CountDownLatch(1);
    private final Runnable nothingToSave;
    private volatile boolean stop;
    private volatile boolean training;

    /** @param nothingToSave what to do if the signal comes before training has begun */
    StopSwitch(Runnable nothingToSave) {
        this.nothingToSave = nothingToSave;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** From now on there is something to save. */
    void trainingBegins() {
        training = true;
    }

    @Override
    public boolean getAsBoolean() {
        return stop;
    }

    private void stop() {
        stop = true;
        if (!training) {
            nothingToSave.run();
            return;
        }
        try {
            boolean inTime = saved.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!inTime) {
                nothingToSave.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Training is over, or has saved what it needs to go on, and the user has been told. */
    @Override
    public void close() {
        saved.countDown();
        if (!stop) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
