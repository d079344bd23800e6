package org.timbrel.training.metrics;

/**
 * Where the true accuracy lies, in all likelihood, when {@code correct} of {@code total} independent examples were right:
 * the 95% score interval without continuity correction (E. B. Wilson, "Probable inference", JASA 22, 1927). Unlike the
 * textbook interval it holds for small test sets and never leaves 0 to 1.
 *
 * <p>Segments of one track are not independent, so the interval is meant for decisions by track.
 *
 * @param low lower end, 0 to 1
 * @param high upper end, 0 to 1
 */
public record WilsonInterval(double low, double high) {
    /** The 0.975 quantile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    /**
     * The 95% interval of an accuracy.
     *
     * @throws IllegalArgumentException unless 0 &lt;= correct &lt;= total and total &gt; 0
     */
    public static WilsonInterval of(long correct, long total) {
        return of((double) correct, total);
    }

    /**
     * The same for a count that need not be whole.
     *
     * @param correct not whole where several runs tested each example: then the mean of their counts
     * @throws IllegalArgumentException unless 0 &lt;= correct &lt;= total and total &gt; 0
     */
    public static WilsonInterval of(double correct, long total) {
        if (total <= 0 || correct < 0 || correct > total) {
            throw new IllegalArgumentException("An interval needs 0 <= correct <= total and at least one example, got "
                    + correct + " of " + total + ".");
        }
        double n = total;
        double p = correct / n;
        double z2 = Z * Z;
        double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
        double half = Z / (1 + z2 / n) * Math.sqrt(p * (1 - p) / n + z2 / (4 * n * n));
        return new WilsonInterval(correct == 0 ? 0 : centre - half, correct == total ? 1 : centre + half);
    }
}
