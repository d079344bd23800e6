package org.timbrel.benchmarks.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.timbrel.benchmarks.tuning.Trial.Verdict;
import org.timbrel.kernels.opencl.KernelSettings;

/** The walk through the settings, with trials that take no time. */
final class SettingsSearchTest {
    private static final List<String> TUNABLES = List.of("conv2d.TILE_M", "conv2d.TILE_N");

    private final KernelSettings start = FakeDevice.SETTINGS;
    private long now;

    private SettingsSearch.Result search(BiFunction<KernelSettings, KernelSettings, Trial> compare, double seconds) {
        return new SettingsSearch(compare, () -> now).run(TUNABLES, start, seconds);
    }

    private static BiFunction<KernelSettings, KernelSettings, Trial> byTime(ToDoubleFunction<KernelSettings> time) {
        return (against, tried) ->
                new Trial(Verdict.TIMED, List.of(time.applyAsDouble(against) / time.applyAsDouble(tried)));
    }

    /** More rows pay only with fewer vectors: one walk through both tunables does not find the best pair. */
    @Test
    void findsWhatIsBestInSeveralRounds() {
        SettingsSearch.Result found = search(
                byTime(s -> {
                    int tileM = s.value("conv2d.TILE_M");
                    int tileN = s.value("conv2d.TILE_N");
                    return 10 + Math.abs(tileM * tileN - 14) + (tileN > 1 ? 8 : 0);
                }),
                1);
        assertEquals(14, found.settings().value("conv2d.TILE_M"));
        assertEquals(1, found.settings().value("conv2d.TILE_N"));
        assertTrue(found.finished());
        SettingsSearch.Step first = found.steps().get(0);
        assertEquals("conv2d.TILE_N", first.tunable());
        assertEquals(2, first.before());
    }

    @Test
    void keepsNothingForAGainThatMayBeNoise() {
        SettingsSearch.Result found = search(byTime(s -> s.equals(start) ? 1.01 : 1), 1);
        assertEquals(start, found.settings());
        assertEquals(List.of(), found.steps());
    }

    @Test
    void countsAndPassesOverWhatCannotBeTimed() {
        SettingsSearch.Result found = search(
                (against, tried) -> switch (tried.value("conv2d.TILE_N")) {
                    case 1 -> Trial.none(Verdict.WRONG);
                    case 3 -> Trial.none(Verdict.FAILED);
                    case 4 -> Trial.none(Verdict.TOO_SLOW);
                    default -> new Trial(Verdict.TIMED, List.of(0.5));
                },
                1);
        assertEquals(start, found.settings());
        assertEquals(
                Map.of(Verdict.TIMED, 8, Verdict.WRONG, 1, Verdict.FAILED, 1, Verdict.TOO_SLOW, 1), found.verdicts());
    }

    @Test
    void beginsNearAndEndsWhenTimeIsUp() {
        List<Integer> tried = new ArrayList<>();
        SettingsSearch.Result found = search(
                (against, settings) -> {
                    tried.add(settings.value("conv2d.TILE_M"));
                    now += 1_000_000_000;
                    return new Trial(Verdict.TIMED, List.of(1.0));
                },
                3);
        assertEquals(List.of(6, 10, 4), tried);
        assertFalse(found.finished());
    }
}
