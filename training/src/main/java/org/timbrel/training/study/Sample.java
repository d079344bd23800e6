package org.timbrel.training.study;

import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Mean and spread of a few figures.
 *
 * @param n how many
 * @param mean arithmetic mean
 * @param deviation standard deviation with n - 1; 0 for one figure
 */
public record Sample(int n, double mean, double deviation) {
    /**
     * Of these figures.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Sample of(List<Double> values) {
        int n = values.size();
        double mean = values.stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow(() -> new IllegalArgumentException("A mean needs at least one figure, got none."));
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        return new Sample(n, mean, n == 1 ? 0 : Math.sqrt(squares / (n - 1)));
    }

    /**
     * Half the width of the 95% interval of the mean by Student's t; NaN for one figure. It takes the figures for
     * independent, which those of overlapping training sets are only nearly.
     */
    public double halfInterval() {
        return n < 2
                ? Double.NaN
                : TDistribution.of(n - 1).inverseSurvivalProbability(0.025) * deviation / Math.sqrt(n);
    }
}
