package org.timbrel.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Trains for as many seconds as each line of the input says, and answers with a JSON object, as torch_step.py does. */
final class Turns {
    static final int BATCH = 32;

    private Turns() {}

    static void take(long parameters, Runnable step) throws IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            double seconds = Double.parseDouble(line);
            List<Double> milliseconds = new ArrayList<>();
            long begun = System.nanoTime();
            while (milliseconds.isEmpty() || System.nanoTime() - begun < seconds * 1e9) {
                long before = System.nanoTime();
                step.run();
                milliseconds.add((System.nanoTime() - before) / 1e6);
            }
            System.out.println("{\"batch\": " + BATCH + ", \"parameters\": " + parameters + ", \"milliseconds\": "
                    + milliseconds + "}");
        }
    }
}
