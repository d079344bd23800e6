package org.timbrel.training.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Counts of true class against predicted class, and the figures that follow from them.
 *
 * <p>Conventions are scikit-learn's (1.9, {@code precision_recall_fscore_support} with {@code labels} set to every
 * class): a precision, recall or F1 whose denominator is zero is 0, and a macro average is the plain mean over every
 * named class, those without an example included. F1 is 2 TP / (2 TP + FP + FN).
 *
 * <p>Immutable; safe to share.
 */
public final class ConfusionMatrix {
    private final List<String> classNames;
    private final long[][] counts; // (true class, predicted class)

    private ConfusionMatrix(List<String> classNames, long[][] counts) {
        this.classNames = List.copyOf(classNames);
        this.counts = counts;
    }

    /**
     * Counts pairs of true and predicted class.
     *
     * @param truth class indices, 0 to the number of classes - 1
     * @param predicted class indices, as many as {@code truth}
     * @throws IllegalArgumentException if the lengths differ or an index names no class
     */
    public static ConfusionMatrix of(List<String> classNames, int[] truth, int[] predicted) {
        if (truth.length != predicted.length) {
            throw new IllegalArgumentException("A confusion matrix needs one prediction an example, got " + truth.length
                    + " true classes and " + predicted.length + " predictions.");
        }
        int classes = classNames.size();
        long[][] counts = new long[classes][classes];
        for (int i = 0; i < truth.length; i++) {
            counts[requireClass(truth[i], classes)][requireClass(predicted[i], classes)]++;
        }
        return new ConfusionMatrix(classNames, counts);
    }

    /**
     * Takes counts that were made elsewhere.
     *
     * @param counts (true class, predicted class), square, none negative; copied
     * @throws IllegalArgumentException if the array is not square in the number of classes or holds a negative count
     */
    public static ConfusionMatrix ofCounts(List<String> classNames, long[][] counts) {
        int classes = classNames.size();
        boolean square = counts.length == classes && Arrays.stream(counts).allMatch(row -> row.length == classes);
        if (!square || Arrays.stream(counts).flatMapToLong(Arrays::stream).anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("A confusion matrix of " + classes + " classes needs " + classes + " x "
                    + classes + " counts, none negative.");
        }
        return new ConfusionMatrix(
                classNames, Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new));
    }

    /**
     * The counts of several tests together.
     *
     * @param matrices at least one, all of the same classes
     * @throws IllegalArgumentException if their classes differ
     */
    public static ConfusionMatrix sum(List<ConfusionMatrix> matrices) {
        List<String> names = matrices.get(0).classNames;
        long[][] sum = new long[names.size()][names.size()];
        for (ConfusionMatrix matrix : matrices) {
            if (!matrix.classNames.equals(names)) {
                throw new IllegalArgumentException(
                        "Confusion matrices can be added where their classes are the same, got " + names + " and "
                                + matrix.classNames + ".");
            }
            for (int t = 0; t < sum.length; t++) {
                for (int p = 0; p < sum.length; p++) {
                    sum[t][p] += matrix.counts[t][p];
                }
            }
        }
        return new ConfusionMatrix(names, sum);
    }

    /** The names of the classes, in the order of their indices. */
    public List<String> classNames() {
        return classNames;
    }

    /** The number of classes. */
    public int classes() {
        return classNames.size();
    }

    /** How many examples of class {@code truth} were taken for class {@code predicted}. */
    public long count(int truth, int predicted) {
        return counts[truth][predicted];
    }

    /** How many examples there are of a class (scikit-learn's support). */
    public long support(int truth) {
        return Arrays.stream(counts[truth]).sum();
    }

    /** How many examples were taken for a class, rightly or wrongly. */
    public long predictedAs(int predicted) {
        return Arrays.stream(counts).mapToLong(row -> row[predicted]).sum();
    }

    /** How many examples there are. */
    public long total() {
        return IntStream.range(0, classes()).mapToLong(this::support).sum();
    }

    /** How many examples were taken for what they are. */
    public long correct() {
        return IntStream.range(0, classes()).mapToLong(c -> counts[c][c]).sum();
    }

    /** The share of examples that were taken for what they are, 0 to 1; 0 if there are no examples. */
    public double accuracy() {
        return ratio(correct(), total());
    }

    /** Of the examples taken for class {@code c}, the share that are of it; 0 if none was. */
    public double precision(int c) {
        return ratio(counts[c][c], predictedAs(c));
    }

    /** Of the examples of class {@code c}, the share that were found; 0 if there are none. */
    public double recall(int c) {
        return ratio(counts[c][c], support(c));
    }

    /** The harmonic mean of precision and recall of class {@code c}; 0 if it has neither example nor prediction. */
    public double f1(int c) {
        return ratio(2 * counts[c][c], predictedAs(c) + support(c));
    }

    /** The mean of {@link #precision} over all classes. */
    public double macroPrecision() {
        return mean(this::precision);
    }

    /** The mean of {@link #recall} over all classes. */
    public double macroRecall() {
        return mean(this::recall);
    }

    /** The mean of {@link #f1} over all classes. */
    public double macroF1() {
        return mean(this::f1);
    }

    private double mean(IntToDoubleFunction figure) {
        return IntStream.range(0, classes()).mapToDouble(figure).average().orElse(0);
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    private static int requireClass(int index, int classes) {
        if (index < 0 || index >= classes) {
            throw new IllegalArgumentException(
                    "A class index must lie between 0 and " + (classes - 1) + ", got " + index + ".");
        }
        return index;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfusionMatrix that
                && classNames.equals(that.classNames)
                && Arrays.deepEquals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * classNames.hashCode() + Arrays.deepHashCode(counts);
    }

    @Override
    public String toString() {
        return "ConfusionMatrix" + classNames + Arrays.deepToString(counts);
    }
}
