package org.timbrel.benchmarks.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.timbrel.benchmarks.kernels.Contender.Kind;

class ContestTest {
    private final List<String> turns = new ArrayList<>();

    @Test
    void takesTheMedianOfInterleavedRounds() {
        Contender quick = seconds("quick", Kind.RUNG, 9, 3, 1, 2);
        Contender slow = seconds("slow", Kind.LIBRARY, 9, 8, 8, 8);
        List<Measurement> measured = new Contest(3, 100).run(problem(0, quick, slow));
        assertEquals(List.of("quick", "slow", "quick", "slow", "quick", "slow", "quick", "slow"), turns);
        assertEquals(2, measured.get(0).seconds());
        assertEquals(8e-9 / 2, measured.get(0).rate(), 1e-15);
        assertEquals(3, measured.get(0).rounds());
        assertEquals(4, measured.get(0).shareOf(Kind.LIBRARY, measured).orElseThrow(), 1e-12);
        assertTrue(measured.get(1).shareOf(Kind.LIBRARY, measured).isEmpty());
        assertTrue(measured.get(0).shareOf(Kind.PEAK, measured).isEmpty(), "there is no peak");
    }

    @Test
    void aSlowContenderLeavesWhenItsTimeIsUsedUp() {
        Contender slow = seconds("slow", Kind.RUNG, 9, 6, 6, 6);
        assertEquals(2, new Contest(7, 10).run(problem(0, slow)).get(0).rounds());
    }

    @Test
    void aWrongResultIsNamed() {
        Contender rung = seconds("crooked", Kind.RUNG, 9, 1);
        Problem problem = problem(0.5, rung);
        KernelResults results = new KernelResults(
                LocalDate.EPOCH,
                "",
                Machine.here(128),
                Map.of(),
                List.of(new KernelResults.Table(problem, new Contest(1, 10).run(problem), List.of())));
        assertEquals(
                List.of(
                        "'crooked' on 1 thread(s) is wrong for made up: it is off by 5.0e-01 of the largest number, 1e-01"
                                + " is allowed."),
                results.wrong());
    }

    /** The first of the seconds is that of the warm-up. */
    private Contender seconds(String name, Kind kind, double... seconds) {
        Iterator<Double> next = java.util.Arrays.stream(seconds).iterator();
        return new Contender(
                name,
                kind,
                1,
                repetitions -> {
                    turns.add(name);
                    return next.next();
                },
                Optional.of(() -> new float[1]));
    }

    private static Problem problem(double error, Contender... contenders) {
        return new Problem() {
            @Override
            public String operation() {
                return "made";
            }

            @Override
            public String size() {
                return "up";
            }

            @Override
            public double work() {
                return 8;
            }

            @Override
            public String unit() {
                return "GFLOP/s";
            }

            @Override
            public List<Contender> contenders() {
                return List.of(contenders);
            }

            @Override
            public double error(float[] result) {
                return error;
            }

            @Override
            public double tolerance() {
                return 0.1;
            }
        };
    }
}
