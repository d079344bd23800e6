package org.timbrel.benchmarks.tuning;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.timbrel.engine.backend.Backend;
import org.timbrel.kernels.opencl.KernelSettings;

/** Tunes families of kernels one after another, each with an equal share of the time that is left. */
final class Tuning {
    /**
     * What tuning a family gave.
     *
     * @param family that was tuned
     * @param search its trials and steps
     * @param whole the settings that were found against those of the start; null if they are the same
     * @param settings of all families after this one
     */
    record Outcome(KernelFamily family, SettingsSearch.Result search, Trial whole, KernelSettings settings) {
        /** Whether the settings found are kept: they must be faster once more, against those of the start. */
        boolean keeps() {
            return keeps(whole);
        }

        private static boolean keeps(Trial whole) {
            return whole != null && whole.verdict() == Trial.Verdict.TIMED && whole.gain() >= SettingsSearch.LEAST_GAIN;
        }
    }

    private final Function<KernelSettings, Backend> open;
    private final LongSupplier nanoseconds;
    private final double secondsATrial;

    /** As {@link Trials}. */
    Tuning(Function<KernelSettings, Backend> open, LongSupplier nanoseconds, double secondsATrial) {
        this.open = open;
        this.nanoseconds = nanoseconds;
        this.secondsATrial = secondsATrial;
    }

    /**
     * Tunes.
     *
     * @param start settings to begin with
     * @param seconds for all
     * @param tell hears of each family when it is done
     * @return the settings found; each family has values of its own for what is common
     */
    KernelSettings run(List<KernelFamily> families, KernelSettings start, double seconds, Consumer<Outcome> tell) {
        long begun = nanoseconds.getAsLong();
        KernelSettings settings = KernelFamilies.pinned(start);
        for (int i = 0; i < families.size(); i++) {
            double left = seconds - (nanoseconds.getAsLong() - begun) / 1e9;
            Outcome outcome = tune(families.get(i), settings, left / (families.size() - i));
            tell.accept(outcome);
            settings = outcome.settings();
        }
        return settings;
    }

    private Outcome tune(KernelFamily family, KernelSettings start, double seconds) {
        try (Trials trials = new Trials(family, open, nanoseconds, secondsATrial)) {
            SettingsSearch.Result found =
                    new SettingsSearch(trials::compare, nanoseconds).run(family.tunables(), start, seconds);
            Trial whole = found.settings().equals(start) ? null : trials.compare(start, found.settings());
            return new Outcome(family, found, whole, Outcome.keeps(whole) ? found.settings() : start);
        }
    }
}
