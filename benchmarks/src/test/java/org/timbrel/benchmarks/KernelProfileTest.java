package org.timbrel.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.backend.Buffer;
import org.timbrel.engine.backend.GruShape;
import org.timbrel.engine.backend.LstmShape;

class KernelProfileTest {
    private final KernelProfile profile = new KernelProfile();

    @Test
    void countsTheGradientOfAnInputThatIsWanted() {
        try (Backend plain = Backends.open("reference", BackendOptions.defaults())) {
            Backend backend = profile.watch(plain);
            Buffer[] b = new Buffer[11];
            for (int i = 0; i < b.length; i++) {
                b[i] = plain.allocate(2 * 3 * 4 * 5);
            }
            LstmShape lstm = new LstmShape(2, 3, 4, 5);
            backend.lstm(lstm, b[0], b[1], b[2], b[3], null, b[4], b[5], b[6]);
            backend.lstmBackward(lstm, b[0], b[1], b[2], null, b[4], b[5], b[6], b[7], null, b[8], b[9], b[10]);
            GruShape gru = new GruShape(2, 3, 4, 5);
            backend.gruBackward(gru, b[0], b[1], b[2], null, b[4], b[5], b[6], b[7], b[3], b[8], b[9], b[10]);
        }
        int wide = 2 * 3 * 5;
        assertEquals(2e-9 * wide * 4 * (4 + 5), gflop("lstm 2 x 3, 4 > 5"), 1e-15);
        assertEquals(2e-9 * wide * 4 * (4 + 2 * 5), gflop("lstmBackward 2 x 3, 4 > 5"), 1e-15);
        assertEquals(2e-9 * wide * 3 * (2 * 4 + 2 * 5), gflop("gruBackward 2 x 3, 4 > 5"), 1e-15);
    }

    @Test
    void namesACopyByItsShape() {
        try (Backend plain = Backends.open("reference", BackendOptions.defaults())) {
            Backend backend = profile.watch(plain);
            Buffer x = plain.allocate(6);
            backend.copyStrided(
                    new int[] {2, 3}, x, 0, new int[] {3, 1}, plain.allocate(6), 0, new int[] {1, 2}, false);
        }
        List<String> names =
                profile.entries().stream().map(KernelProfile.Entry::kernel).toList();
        assertEquals(List.of("copyStrided 2 x 3"), names);
    }

    private double gflop(String kernel) {
        return profile.entries().stream()
                .filter(entry -> entry.kernel().equals(kernel))
                .findFirst()
                .orElseThrow()
                .gflop();
    }
}
