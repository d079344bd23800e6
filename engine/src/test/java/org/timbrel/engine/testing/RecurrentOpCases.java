package org.timbrel.engine.testing;

import java.util.List;
import java.util.stream.Stream;
import org.timbrel.engine.tensor.GruSequence;
import org.timbrel.engine.tensor.LstmSequence;
import org.timbrel.engine.testing.OpCase.Input;

/** LSTM and GRU over whole sequences, with and without masks between the steps. */
final class RecurrentOpCases {
    private RecurrentOpCases() {}

    /** The cases with few numbers. */
    static List<OpCase> small() {
        return Stream.of(lstm(), gru()).flatMap(List::stream).toList();
    }

    private static List<OpCase> lstm() {
        return List.of(
                lstm("lstm, one of everything", Input.of(1, 1, 1), 1),
                lstm("lstm", Input.of(2, 3, 4), 5),
                lstm("lstm, more inputs than units", Input.of(3, 5, 6), 2),
                maskedLstm("lstm, masked", Input.of(3, 4, 2), 5),
                lstm("lstm, long", Input.of(1, 20, 2), 3),
                lstm("lstm, weights alone learn", Input.of(2, 4, 3).constant(), 3),
                OpCase.of(
                        "lstm, two biases",
                        in -> in.get(0).lstm(in.get(1), in.get(2), in.get(3)),
                        Input.of(2, 4, 3),
                        Input.of(3, 8).between(-0.5, 0.5),
                        Input.of(2, 8).between(-0.5, 0.5),
                        Input.of(2, 8)),
                OpCase.of(
                        "lstm, input alone learns",
                        in -> in.get(0).lstm(in.get(1), in.get(2), in.get(3)),
                        Input.of(2, 4, 3),
                        Input.of(3, 8).constant(),
                        Input.of(2, 8).constant(),
                        Input.of(8).constant()));
    }

    static OpCase maskedLstm(String name, Input x, int units) {
        return OpCase.of(
                name,
                in -> LstmSequence.apply(in.get(0), in.get(1), in.get(2), in.get(3), in.get(4)),
                x,
                Input.of(x.shape().get(2), 4 * units).between(-0.5, 0.5),
                Input.of(units, 4 * units).between(-0.5, 0.5),
                Input.of(4 * units),
                Input.of(x.shape().get(0), 4, units).between(0, 2).constant());
    }

    static OpCase lstm(String name, Input x, int units) {
        return OpCase.of(
                name,
                in -> in.get(0).lstm(in.get(1), in.get(2), in.get(3)),
                x,
                Input.of(x.shape().get(2), 4 * units).between(-0.5, 0.5),
                Input.of(units, 4 * units).between(-0.5, 0.5),
                Input.of(4 * units));
    }

    private static List<OpCase> gru() {
        return List.of(
                gru("gru, one of everything", Input.of(1, 1, 1), 1),
                gru("gru", Input.of(2, 3, 4), 5),
                gru("gru, more inputs than units", Input.of(3, 5, 6), 2),
                maskedGru("gru, masked", Input.of(3, 4, 2), 5),
                gru("gru, long", Input.of(1, 20, 2), 3),
                gru("gru, weights alone learn", Input.of(2, 4, 3).constant(), 3),
                OpCase.of(
                        "gru, input alone learns",
                        in -> GruSequence.apply(in.get(0), in.get(1), in.get(2), in.get(3)),
                        Input.of(2, 4, 3),
                        Input.of(3, 6).constant(),
                        Input.of(2, 6).constant(),
                        Input.of(2, 6).constant()));
    }

    static OpCase maskedGru(String name, Input x, int units) {
        return OpCase.of(
                name,
                in -> GruSequence.apply(in.get(0), in.get(1), in.get(2), in.get(3), in.get(4)),
                x,
                Input.of(x.shape().get(2), 3 * units).between(-0.5, 0.5),
                Input.of(units, 3 * units).between(-0.5, 0.5),
                Input.of(2, 3 * units),
                Input.of(x.shape().get(0), 3, units).between(0, 2).constant());
    }

    static OpCase gru(String name, Input x, int units) {
        return OpCase.of(
                name,
                in -> GruSequence.apply(in.get(0), in.get(1), in.get(2), in.get(3)),
                x,
                Input.of(x.shape().get(2), 3 * units).between(-0.5, 0.5),
                Input.of(units, 3 * units).between(-0.5, 0.5),
                Input.of(2, 3 * units));
    }
}
