package org.timbrel.training.study;

import java.util.Arrays;
import java.util.concurrent.Semaphore;

/** How much of a study is done, counted in epochs at most, and how long the rest will take. */
final class StudyProgress {
    private final double[] shares;
    private final StudyListener listener;
    private final long begun = System.nanoTime();
    private double before;
    private int finished;

    StudyProgress(int parts, StudyListener listener) {
        this.shares = new double[parts];
        this.listener = listener;
    }

    /** The listener of a part that gives {@code preparing} back once its first step is done. */
    PartListener of(int part, Semaphore preparing) {
        return new PartListener(part, this, listener, preparing);
    }

    synchronized void trained(int part, double share) {
        shares[part] = share;
        listener.progress(done(), secondsLeft());
    }

    synchronized void finished(int part, PartResult result) {
        if (result.seconds() > 0 && shares[part] == 0) {
            before++; // trained by an earlier call: says nothing about how fast this one is
        }
        shares[part] = 1;
        finished++;
        listener.finished(result, finished, shares.length, secondsLeft());
    }

    private double done() {
        return Arrays.stream(shares).sum() / shares.length;
    }

    private double secondsLeft() {
        double trained = Arrays.stream(shares).sum() - before;
        double left = shares.length - Arrays.stream(shares).sum();
        return trained <= 0 ? Double.NaN : (System.nanoTime() - begun) / 1e9 * left / trained;
    }
}
