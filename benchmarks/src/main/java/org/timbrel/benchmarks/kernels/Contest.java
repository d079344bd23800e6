package org.timbrel.benchmarks.kernels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Times contenders in turns: in each round each of them once, so that a change in the machine's mood meets all. Every
 * contender is warmed up first, at each problem anew, because another size may take another way through the code.
 * A sample repeats a quick computation until it takes some milliseconds.
 */
public final class Contest {
    private static final double SAMPLE_SECONDS = 0.02;
    private static final double WARM_UP_SECONDS = 0.6;

    private final int rounds;
    private final double budgetSeconds;
    private final double sampleSeconds;

    /**
     * A contest over one or more problems.
     *
     * @param rounds at most; a contender that has used up its time leaves earlier, after one at least
     * @param budgetSeconds time that one contender may take for all its samples of a problem
     */
    public Contest(int rounds, double budgetSeconds) {
        this.rounds = rounds;
        this.budgetSeconds = budgetSeconds;
        this.sampleSeconds = Math.min(SAMPLE_SECONDS, budgetSeconds / rounds);
    }

    /** Times all contenders of a problem and checks those that show their result. */
    public List<Measurement> run(Problem problem) {
        List<Entry> entries = new ArrayList<>();
        for (Contender contender : problem.contenders()) {
            double once = warmUp(contender.timer());
            double error = contender.result().map(r -> problem.error(r.get())).orElse(Double.NaN);
            int repetitions = (int) Math.max(1, Math.round(sampleSeconds / once));
            entries.add(new Entry(contender, repetitions, error));
        }
        for (int round = 0; round < rounds; round++) {
            entries.forEach(entry -> entry.sample(budgetSeconds));
        }
        return entries.stream().map(entry -> entry.measurement(problem)).toList();
    }

    /** Seconds of one repetition, after some of them. */
    private double warmUp(Contender.Timer timer) {
        double wanted = Math.min(WARM_UP_SECONDS, budgetSeconds);
        double once = timer.seconds(1);
        double spent = once;
        for (int repetitions = 1; spent < wanted; repetitions *= 2) {
            double seconds = timer.seconds(repetitions);
            once = Math.max(seconds / repetitions, 1e-9);
            spent += seconds + 1e-6;
        }
        return once;
    }

    /** A contender and its samples, each the seconds of one repetition. */
    private static final class Entry {
        private final Contender contender;
        private final int repetitions;
        private final double error;
        private final List<Double> samples = new ArrayList<>();
        private double spent;

        Entry(Contender contender, int repetitions, double error) {
            this.contender = contender;
            this.repetitions = repetitions;
            this.error = error;
        }

        void sample(double budget) {
            if (samples.isEmpty() || spent < budget) {
                double seconds = contender.timer().seconds(repetitions);
                spent += seconds;
                samples.add(seconds / repetitions);
            }
        }

        Measurement measurement(Problem problem) {
            double[] seconds = samples.stream().mapToDouble(Double::doubleValue).toArray();
            Arrays.sort(seconds);
            int middle = seconds.length / 2;
            double median = seconds.length % 2 == 1 ? seconds[middle] : (seconds[middle - 1] + seconds[middle]) / 2;
            return new Measurement(contender, seconds.length, median, problem.work() / median / 1e9, error);
        }
    }
}
