package org.timbrel.training.baseline;

/**
 * Says the most frequent class of the training side, whatever it hears.
 *
 * @param label the class; the first of equally frequent ones
 */
public record MajorityClass(int label) {
    /** Counts the labels of the training side. */
    public static MajorityClass fit(int[] labels, int classes) {
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        int most = 0;
        for (int label = 1; label < classes; label++) {
            most = counts[label] > counts[most] ? label : most;
        }
        return new MajorityClass(most);
    }
}
