package org.timbrel.training.study;

/**
 * Accuracy by track, for a bar.
 *
 * @param name what was tested
 * @param byTrack accuracy of its runs, 0 to 1
 * @param low lower end of the 95% interval, 0 to 1
 * @param high its upper end
 * @param baseline whether this is a plain classifier that the others are measured against
 */
record AccuracyBar(String name, Sample byTrack, double low, double high, boolean baseline) {
    static AccuracyBar of(String name, Score score, boolean baseline) {
        double[] ends = score.interval();
        return new AccuracyBar(name, score.sample(), ends[0], ends[1], baseline);
    }
}
