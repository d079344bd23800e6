package org.timbrel.benchmarks.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.timbrel.benchmarks.tuning.Trial.Verdict;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.backend.MapOp;
import org.timbrel.kernels.opencl.KernelSettings;
import org.timbrel.kernels.opencl.Tunable;

/** Trials and whole tunings on a device that is made up, with a clock of its own. */
final class TuningTest {
    private static final Work RELU =
            Work.of("relu", List.of(8), List.of(8), (b, in, out, kept) -> b.map(MapOp.RELU, in[0], out[0], 8));
    private static final KernelFamily FAMILY =
            new KernelFamily("made up", List.of("conv2d.TILE_M", "conv2d.TILE_N"), List.of(RELU), List.of(RELU));

    private static Trial trial(FakeDevice device, String name, int value) {
        try (Trials trials = new Trials(FAMILY, device::open, device::nanoseconds, 1)) {
            return trials.compare(FakeDevice.SETTINGS, FakeDevice.SETTINGS.with(name, value));
        }
    }

    @Test
    void aTrialGivesTheGain() {
        FakeDevice device = new FakeDevice(s -> s.value("conv2d.TILE_M") == 6 ? 0.002 : 0.003);
        Trial trial = trial(device, "conv2d.TILE_M", 6);
        assertEquals(Verdict.TIMED, trial.verdict());
        assertEquals(1.5, trial.gain(), 1e-6);
        assertEquals(0, device.open(), "all backends are closed");
    }

    @Test
    void whatIsWrongOrDoesNotBuildIsDiscarded() {
        FakeDevice device = new FakeDevice(s -> s.value("conv2d.TILE_N") == 2 ? 0.003 : 0.001);
        assertEquals(Verdict.FAILED, trial(device, "conv2d.TILE_N", 3).verdict());
        assertEquals(Verdict.WRONG, trial(device, "conv2d.TILE_N", 4).verdict());
        assertEquals(Verdict.TIMED, trial(device, "conv2d.TILE_N", 1).verdict());
        assertEquals(0, device.open(), "all backends are closed");
    }

    @Test
    void whatIsManyTimesAsSlowIsGivenUpAfterAFewRuns() {
        FakeDevice device = new FakeDevice(s -> s.value("conv2d.TILE_M") == 1 ? 0.4 : 0.001);
        assertEquals(Verdict.TOO_SLOW, trial(device, "conv2d.TILE_M", 1).verdict());
        assertTrue(device.nanoseconds() < 1.3e9, "one small run and two others, not rounds of them");
    }

    @Test
    void aTrialHasAnEnd() {
        FakeDevice device = new FakeDevice(s -> s.value("conv2d.TILE_M") == 6 ? 0.25 : 0.3);
        assertEquals(Verdict.TOO_SLOW, trial(device, "conv2d.TILE_M", 6).verdict());
        assertTrue(device.nanoseconds() < 2.5e9, "a trial has a second, and ends with the round in which it is over");
    }

    @Test
    void tuningKeepsWhatIsFasterAndRight() {
        FakeDevice device = new FakeDevice(s -> 0.001 * (20 - s.value("conv2d.TILE_M")) / s.value("conv2d.TILE_N"));
        List<Tuning.Outcome> outcomes = new ArrayList<>();
        KernelSettings found = new Tuning(device::open, device::nanoseconds, 1)
                .run(List.of(FAMILY), FakeDevice.SETTINGS, 100, outcomes::add);
        assertEquals(16, found.value("conv2d.TILE_M"));
        assertEquals(2, found.value("conv2d.TILE_N"), "3 does not build, 4 is wrong");
        assertEquals(1, outcomes.size());
        assertTrue(outcomes.get(0).keeps());
        assertEquals(3.0, outcomes.get(0).whole().gain(), 1e-6);
    }

    @Test
    void whatIsNotFasterOnceMoreIsDropped() {
        int[] trials = {0};
        FakeDevice moody = new FakeDevice(s -> s.value("conv2d.TILE_M") == 6 && trials[0] < 2 ? 0.0005 : 0.001);
        List<Tuning.Outcome> outcomes = new ArrayList<>();
        KernelSettings found = new Tuning(
                        s -> {
                            trials[0] += s.value("conv2d.TILE_M") == 6 ? 1 : 0;
                            return moody.open(s);
                        },
                        moody::nanoseconds,
                        1)
                .run(List.of(FAMILY), FakeDevice.SETTINGS, 100, outcomes::add);
        assertEquals(FakeDevice.SETTINGS.value("conv2d.TILE_M"), found.value("conv2d.TILE_M"));
        assertFalse(outcomes.get(0).keeps());
        assertEquals(0, moody.open(), "all backends are closed");
    }

    /** A name that is no tunable, or work that a backend can't do, would only be seen in the middle of a search. */
    @Test
    void everyFamilyNamesTunablesAndWorkThatCanBeDone() {
        try (Backend backend = Backends.open("reference", BackendOptions.defaults())) {
            for (KernelFamily family : KernelFamilies.all()) {
                family.tunables()
                        .forEach(name -> assertTrue(Tunable.named(name).values().size() > 1, name));
                for (Work work : family.checked()) {
                    Work.Prepared prepared = work.on(backend);
                    prepared.run();
                    prepared.results()
                            .forEach(numbers ->
                                    assertTrue(DoubleStream.of(numbers).allMatch(Double::isFinite), work.name()));
                }
            }
        }
    }
}
