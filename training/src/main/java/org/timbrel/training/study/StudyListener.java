package org.timbrel.training.study;

/** Is told how a study goes; calls may come from several threads. */
public interface StudyListener {
    /** Something that a reader should know once. */
    void note(String sentence);

    /** The first training step is done: from now on there is something to save. */
    void trainingBegins();

    /**
     * Training went on.
     *
     * @param share of the whole study that is done, 0 to 1
     * @param secondsLeft an estimate from the time so far; parts that stop early make it shorter
     */
    void progress(double share, double secondsLeft);

    /**
     * A part is finished, now or by an earlier call.
     *
     * @param finished parts that are
     * @param secondsLeft as of {@link #progress}
     */
    void finished(PartResult result, int finished, int parts, double secondsLeft);
}
