package org.timbrel.training.metrics;

import java.util.Arrays;
import java.util.List;

/**
 * From the class probabilities of a track's segments to one decision for the track.
 *
 * <p>Ties: a segment whose highest probability is shared votes for the lowest of those class indices. Where two classes
 * have the same number of votes, the one with the higher mean probability wins, and if that is equal too, the lowest
 * index. Where two classes have the same mean probability, the lowest index wins.
 */
public enum TrackVote {
    /** The class with the highest mean probability; shares are the mean probabilities. */
    MEAN_PROBABILITY {
        @Override
        Decision decide(double[] mean, double[] votes) {
            return new Decision(highest(mean, mean), boxed(mean));
        }
    },
    /** The class that most segments are taken for; shares are the shares of the votes. */
    MAJORITY {
        @Override
        Decision decide(double[] mean, double[] votes) {
            return new Decision(highest(votes, mean), boxed(votes));
        }
    };

    /**
     * What a track was taken for.
     *
     * @param winner class index
     * @param shares one figure a class, summing to 1 (to rounding)
     */
    public record Decision(int winner, List<Double> shares) {
        public Decision {
            shares = List.copyOf(shares);
        }
    }

    /**
     * Decides one track.
     *
     * @param segments class probabilities, (segments, classes); at least one segment, all of one length
     * @throws IllegalArgumentException if there is no segment, lengths differ, or a probability is not finite
     */
    public Decision decide(double[][] segments) {
        if (segments.length == 0) {
            throw new IllegalArgumentException("A track needs at least one segment to be decided, got none.");
        }
        double[] mean = new double[segments[0].length];
        double[] votes = new double[mean.length];
        for (double[] segment : segments) {
            requireProbabilities(segment, mean.length);
            for (int c = 0; c < mean.length; c++) {
                mean[c] += segment[c];
            }
            votes[highest(segment, segment)] += 1;
        }
        for (int c = 0; c < votes.length; c++) {
            mean[c] /= segments.length;
            votes[c] /= segments.length;
        }
        return decide(mean, votes);
    }

    abstract Decision decide(double[] mean, double[] votes);

    /** The index of the highest score; among equals, of the highest second score; among equals again, the lowest. */
    static int highest(double[] score, double[] second) {
        int best = 0;
        for (int c = 1; c < score.length; c++) {
            if (score[c] > score[best] || (score[c] == score[best] && second[c] > second[best])) {
                best = c;
            }
        }
        return best;
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static void requireProbabilities(double[] segment, int classes) {
        if (segment.length != classes || classes == 0) {
            throw new IllegalArgumentException("Every segment needs one probability a class, got " + segment.length
                    + " where the first segment has " + classes + ".");
        }
        if (!Arrays.stream(segment).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    "Class probabilities must be finite, got " + Arrays.toString(segment) + ".");
        }
    }
}
