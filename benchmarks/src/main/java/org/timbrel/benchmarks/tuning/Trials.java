package org.timbrel.benchmarks.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendFailedException;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.kernels.opencl.KernelSettings;

/**
 * Tries settings on one family of kernels. Small work comes first, and must give what plain loops in double precision give;
 * then the work that counts, which must give what the settings tried against give, and is timed in turns with them.
 *
 * <p>A kernel that runs can't be stopped, so a trial is given up between two runs: as soon as it has taken more than its
 * time, or one run is several times as slow as that of the others.
 */
final class Trials implements AutoCloseable {
    /** Share of the largest number by which small work may be off, as in the backends' own tests. */
    static final double TOLERANCE = 2e-5;
    /** The same where two orders of summing stand beside each other, over sums of some 10,000 terms. */
    private static final double LONG_SUMS_TOLERANCE = 2e-4;

    private static final double MANY_TIMES = 3;
    private static final double LITTLE_HOPE = 0.8;
    private static final int ROUNDS = 10;
    private static final int ROUNDS_FOR_HOPE = 3;

    private final KernelFamily family;
    private final Function<KernelSettings, Backend> open;
    private final LongSupplier nanoseconds;
    private final double secondsATrial;
    private final List<List<double[]>> wanted;
    private Contestant incumbent;

    /**
     * @param open makes a backend with settings
     * @param nanoseconds the clock
     * @param secondsATrial after which a trial is given up
     */
    Trials(
            KernelFamily family,
            Function<KernelSettings, Backend> open,
            LongSupplier nanoseconds,
            double secondsATrial) {
        this.family = family;
        this.open = open;
        this.nanoseconds = nanoseconds;
        this.secondsATrial = secondsATrial;
        try (Backend reference = Backends.open("reference", BackendOptions.defaults())) {
            wanted = family.checked().stream()
                    .map(work -> work.on(reference))
                    .map(Trials::resultsOf)
                    .toList();
        }
    }

    private static List<double[]> resultsOf(Work.Prepared work) {
        work.run();
        return work.results();
    }

    /** Tries settings against others; these stay ready until others take their place. */
    Trial compare(KernelSettings against, KernelSettings tried) {
        double begun = seconds();
        if (incumbent == null || !incumbent.settings.equals(against)) {
            replaceIncumbent(against);
            begun = seconds();
        }
        try (Contestant contestant = new Contestant(tried)) {
            if (!isRight(contestant)) {
                return Trial.none(Trial.Verdict.WRONG);
            }
            return time(contestant, begun + secondsATrial);
        } catch (BackendFailedException e) {
            return Trial.none(Trial.Verdict.FAILED);
        }
    }

    private void replaceIncumbent(KernelSettings settings) {
        if (incumbent != null) {
            incumbent.close();
            incumbent = null;
        }
        incumbent = new Contestant(settings);
        incumbent.prepare();
    }

    private boolean isRight(Contestant contestant) {
        for (int i = 0; i < wanted.size(); i++) {
            List<double[]> got = resultsOf(family.checked().get(i).on(contestant.backend));
            if (!close(wanted.get(i), got, TOLERANCE)) {
                return false;
            }
        }
        return true;
    }

    private Trial time(Contestant contestant, double deadline) {
        for (int i = 0; i < family.timed().size(); i++) {
            double once = contestant.prepare(i);
            if (seconds() > deadline || once > MANY_TIMES * incumbent.best[i]) {
                return Trial.none(Trial.Verdict.TOO_SLOW);
            }
            if (!close(incumbent.results.get(i), contestant.results.get(i), LONG_SUMS_TOLERANCE)) {
                return Trial.none(Trial.Verdict.WRONG);
            }
        }
        incumbent.forget();
        contestant.forget();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < family.timed().size(); i++) {
                incumbent.run(i);
                contestant.run(i);
            }
            if (seconds() > deadline || (round + 1 == ROUNDS_FOR_HOPE && gain(contestant) < LITTLE_HOPE)) {
                return Trial.none(Trial.Verdict.TOO_SLOW);
            }
        }
        return new Trial(
                Trial.Verdict.TIMED, Arrays.stream(gains(contestant)).boxed().toList());
    }

    private double gain(Contestant contestant) {
        return Trial.mean(gains(contestant));
    }

    private double[] gains(Contestant contestant) {
        return IntStream.range(0, contestant.best.length)
                .mapToDouble(i -> incumbent.best[i] / contestant.best[i])
                .toArray();
    }

    private static boolean close(List<double[]> wanted, List<double[]> got, double tolerance) {
        for (int k = 0; k < wanted.size(); k++) {
            double largest = Arrays.stream(wanted.get(k)).map(Math::abs).max().orElse(0);
            for (int i = 0; i < wanted.get(k).length; i++) {
                if (!(Math.abs(wanted.get(k)[i] - got.get(k)[i]) <= tolerance * largest)) {
                    return false;
                }
            }
        }
        return true;
    }

    private double seconds() {
        return nanoseconds.getAsLong() / 1e9;
    }

    @Override
    public void close() {
        if (incumbent != null) {
            incumbent.close();
        }
    }

    /** A backend with settings, and the best time of each work that counts. */
    private final class Contestant implements AutoCloseable {
        private final KernelSettings settings;
        private final Backend backend;
        private final double[] best = new double[family.timed().size()];
        private final List<Work.Prepared> prepared = new ArrayList<>();
        private final List<List<double[]>> results = new ArrayList<>();

        Contestant(KernelSettings settings) {
            this.settings = settings;
            this.backend = open.apply(settings);
        }

        void prepare() {
            IntStream.range(0, best.length).forEach(this::prepare);
        }

        /** Runs a work twice, as the first run compiles; seconds of the second one. */
        double prepare(int i) {
            prepared.add(family.timed().get(i).on(backend));
            best[i] = Double.POSITIVE_INFINITY;
            prepared.get(i).run();
            results.add(prepared.get(i).results());
            run(i);
            return best[i];
        }

        void run(int i) {
            double begun = seconds();
            prepared.get(i).run();
            best[i] = Math.min(best[i], seconds() - begun);
        }

        void forget() {
            Arrays.fill(best, Double.POSITIVE_INFINITY);
        }

        @Override
        public void close() {
            backend.close();
        }
    }
}
