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
import org.timbrel.cli.ExitCode;
import org.timbrel.cli.Terminal;
import picocli.CommandLine;

/** {@code timbrel bench train}, with a recipe whose step takes little time. */
class TrainBenchCommandTest {
    private final StringWriter out = new StringWriter();

    @Test
    void answersEachTurnOfAnotherProgramWithTheStepsThatItTook() throws IOException {
        assertEquals(0, run("0\n0\n", "kuppusamy-lstm", "--turns", "--set", "training.batch=2", "--threads", "2"));
        List<String> answers = out.toString().lines().toList();
        assertEquals(2, answers.size());
        for (String answer : answers) {
            Map<String, Object> turn = JSON.std.mapFrom(answer);
            assertEquals(2, turn.get("batch"));
            // 4 x 64 x (13 + 64 + 1), 4 x 64 x (64 + 64 + 1), 64 x 65, 10 x 65
            assertEquals(19_968 + 33_024 + 4_160 + 650, turn.get("parameters"));
            assertEquals(1, ((List<?>) turn.get("milliseconds")).size());
        }
    }

    @Test
    void namesEachRecipeWithItsTimeAndWhatItAllocates() throws IOException {
        String[] words = {"kuppusamy-lstm", "--set", "training.batch=2", "--warmup", "1", "--steps", "2", "--profile"};
        assertEquals(0, run("", words));
        String said = out.toString();
        assertTrue(said.contains("allocated kB") && said.contains("kuppusamy-lstm"), said);
        assertTrue(said.contains("lstmBackward 2 x 130, 13 > 64"), said);
    }

    @Test
    void setsBackendsBesideEachOther() throws IOException {
        String[] words = {
            "kuppusamy-lstm",
            "--backend",
            "vector,reference",
            "--set",
            "training.batch=1",
            "--warmup",
            "0",
            "--steps",
            "1"
        };
        assertEquals(0, run("", words));
        List<String> rows = out.toString()
                .lines()
                .filter(line -> line.startsWith("kuppusamy-lstm"))
                .toList();
        assertTrue(rows.get(0).contains(" vector ") && rows.get(0).endsWith(" 1.00"), out.toString());
        assertTrue(rows.get(1).contains(" reference "), out.toString());
        assertEquals(2, rows.size());
    }

    @Test
    void takesTurnsWithOneRecipeOnly() {
        assertEquals(2, run("", "--turns"));
        assertEquals(2, run("", "kuppusamy-lstm", "--turns", "--backend", "vector,reference"));
    }

    @Test
    void namesTheBackendsWhereOneIsUnknown() {
        CommandLine command = new CommandLine(new TrainBenchCommand(null, null));
        StringWriter said = new StringWriter();
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            said.write(failure.getMessage());
            return ((CommandException) failure).code().number();
        });
        assertEquals(ExitCode.USAGE.number(), command.execute("kuppusamy-lstm", "--backend", "vector,foo"));
        assertTrue(said.toString().startsWith("there is no backend 'foo'; there are auto, "), said.toString());
    }

    private int run(String input, String... words) {
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(new StringWriter()), false);
        BufferedReader reader = new BufferedReader(new StringReader(input));
        CommandLine command = new CommandLine(new TrainBenchCommand(terminal, reader));
        return command.setExecutionExceptionHandler((failure, line, parsed) -> 2)
                .execute(words);
    }
}
