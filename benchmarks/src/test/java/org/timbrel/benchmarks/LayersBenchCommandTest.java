package org.timbrel.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.timbrel.cli.CommandException;
import org.timbrel.cli.Terminal;
import picocli.CommandLine;

/** {@code timbrel bench layers}, at sizes that take little time. */
class LayersBenchCommandTest {
    private final StringWriter out = new StringWriter();

    @Test
    void timesEachLayerWithDataAndWithAnInputAsWideAsTheState() throws IOException {
        assertEquals(0, run("", "--units", "4", "--batch", "2", "--seconds", "0", "--threads", "1", "--json"));
        List<String> rows = out.toString().lines().toList();
        assertEquals(4, rows.size());
        Map<String, Object> last = JSON.std.mapFrom(rows.get(3));
        assertEquals(
                List.of("gru", 2, 4, 4),
                List.of(last.get("layer"), last.get("batch"), last.get("in"), last.get("units")));
        assertTrue((Double) last.get("milliseconds") > 0, rows.get(3));
    }

    @Test
    void answersEachTurnOfAnotherProgramWithTheRunsThatItTook() throws IOException {
        assertEquals(0, run("lstm 2 3 4 0\nlstm 2 3 4 0\ngru 2 4 4 0\n", "--turns", "--threads", "1"));
        List<String> answers = out.toString().lines().toList();
        assertEquals(3, answers.size());
        for (String answer : answers) {
            assertEquals(1, ((List<?>) JSON.std.mapFrom(answer).get("milliseconds")).size());
        }
    }

    @Test
    void saysHowATurnIsWritten() {
        for (String line : List.of("lstm 2 3 4", "rnn 2 3 4 0", "lstm 2 3 four 0")) {
            assertEquals(2, run(line + "\n", "--turns", "--threads", "1"));
            assertTrue(
                    out.toString().contains("'lstm 32 13 128 0.5'")
                            && out.toString().contains(line),
                    out.toString());
        }
    }

    private int run(String input, String... words) {
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(new StringWriter()), false);
        BufferedReader reader = new BufferedReader(new StringReader(input));
        CommandLine command = new CommandLine(new LayersBenchCommand(terminal, reader));
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            out.write(failure.getMessage());
            return ((CommandException) failure).code().number();
        });
        return command.execute(words);
    }
}
