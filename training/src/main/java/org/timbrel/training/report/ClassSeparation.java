package org.timbrel.training.report;

/** How well one value tells classes apart. */
final class ClassSeparation {
    private ClassSeparation() {}

    /**
     * The F statistic of a one-way analysis of variance: the variance between the means of the classes, over that within
     * the classes. As {@code scipy.stats.f_oneway} and {@code sklearn.feature_selection.f_classif}.
     *
     * @param values one a track
     * @param labels class of each, from 0
     * @return 0 where it is not defined: fewer than two classes with tracks, no class with two, or all values alike
     */
    static double f(double[] values, int[] labels) {
        int classes = 0;
        for (int label : labels) {
            classes = Math.max(classes, label + 1);
        }
        double[] sums = new double[classes];
        int[] counts = new int[classes];
        double mean = 0;
        for (int i = 0; i < values.length; i++) {
            sums[labels[i]] += values[i];
            counts[labels[i]]++;
            mean += values[i] / values.length;
        }
        double between = 0;
        int groups = 0;
        for (int c = 0; c < classes; c++) {
            if (counts[c] > 0) {
                double away = sums[c] / counts[c] - mean;
                between += counts[c] * away * away;
                groups++;
            }
        }
        double within = 0;
        for (int i = 0; i < values.length; i++) {
            double away = values[i] - sums[labels[i]] / counts[labels[i]];
            within += away * away;
        }
        boolean defined = groups > 1 && values.length > groups && within > 0;
        return defined ? between / (groups - 1) / (within / (values.length - groups)) : 0;
    }
}
