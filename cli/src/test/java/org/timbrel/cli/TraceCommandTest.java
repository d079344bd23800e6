package org.timbrel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timbrel.training.trace.TraceStage;

/** The numbers of {@code timbrel trace} belong together, anywhere in a clip; what it can't follow gets a sentence. */
final class TraceCommandTest {
    private static final String RECIPE = """
            data: {classes: [jazz, metal, rock]}
            features: {kind: log-mel, nFft: 512, hop: 256, nMels: 20, segmentSeconds: 0.5}
            model:
              - conv2d: {filters: 2, kernel: 3, padding: same}
              - relu
              - maxPool2d: {size: 2}
              - toSequence
              - lstm: {units: 3}
              - dense: {units: classes}
            """;

    @TempDir
    Path work;

    @BeforeEach
    void compose() throws IOException {
        Files.writeString(work.resolve("small.yaml"), RECIPE);
        Captured said = Captured.run(work, "compose", "--out", work.resolve("music"), "--tracks", 10, "--seconds", 0.5);
        assertEquals(0, said.code(), said.err());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "43, 19", "21, 4"})
    void theProductsOfAConvolutionAddUpToWhatTheLayerGives(int frame, int band) {
        String out = said("convolution", "--frame", frame, "--band", band);
        double sum = number(out, "sum") + number(out, "bias");
        assertEquals(sum, number(out, "output"), 1e-3 * Math.abs(sum));
        assertEquals(
                9, out.lines().filter(line -> line.matches("[ \\-\\d.e+]+")).count(), out);
    }

    @Test
    void withoutAStageAllAreShown() {
        Captured said = trace();
        assertEquals(0, said.code(), said.err());
        for (TraceStage stage : TraceStage.values()) {
            assertTrue(said.out().contains("--at " + stage), said.out());
            assertTrue(said.out().contains(said(stage.toString()).strip()), stage.toString());
        }
    }

    @Test
    void theGatesOfTheLastStepGiveWhatTheLayerAfterTheLstmGets() {
        assertEquals(
                number(said("gradient"), "h of unit 0"),
                number(said("lstm", "--frame", 43, "--band", 0), "h = o tanh(c)"));
    }

    @Test
    void theGradientIsTheProductThatTheoryHas() {
        String out = said("gradient");
        assertEquals(number(out, "their product"), number(out, "gradient from the engine"));
    }

    @Test
    void aStepOfAdamIsTheProductOfItsPartsAndLowersTheLoss() {
        String out = said("adam");
        assertEquals(-number(out, "size times direction"), number(out, "change"));
        assertEquals(number(out, "weight before") + number(out, "change"), number(out, "weight after"), 2e-6);
        assertTrue(number(out, "loss after") < number(out, "loss before"), out);
    }

    @Test
    void theLogarithmOfTheBandIsTheValueInTheSpectrogram() {
        String out = said("decibels");
        assertEquals(number(out, "its log10, times 10"), number(out, "in the spectrogram, dB"));
        assertEquals(number(out, "in the spectrogram, dB"), number(said("standardize"), "decibels"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--at nowhere                                    | 2 | wanted one of samples, stft, mel",
                "--at mel --frame 44                             | 2 | --frame must be from 0 to 43, got 44",
                "--at mel --band 20                              | 2 | --band must be from 0 to 19, got 20",
                "--at relu --set features.nMels=21 --band 20     | 2 | lie in a rest that pooling leaves out",
                "--at mel --set features.kind=mel                | 2 | recipe small is another",
                "--at mel --set optimizer.kind=sgd               | 2 | recipe small is another",
                "--at mel --set model.conv2d1.padding=valid      | 2 | recipe small is another",
                "--at gradient --set data.classes=[metal,rock]   | 3 | is none of metal, rock",
                "--at samples --set features.segmentSeconds=3    | 3 | at least 3.0 s are needed",
            })
    void saysWhatItCanNotFollow(String words, int code, String sentence) {
        Captured said = trace((Object[]) words.strip().split(" +"));
        assertEquals(code, said.code(), said.err());
        assertTrue(said.err().contains(sentence.strip()), said.err());
    }

    private String said(String stage, Object... more) {
        List<Object> words = new ArrayList<>(List.of("--at", stage));
        Collections.addAll(words, more);
        Captured said = trace(words.toArray());
        assertEquals(0, said.code(), said.err());
        return said.out();
    }

    private Captured trace(Object... words) {
        List<Object> all = new ArrayList<>(
                List.of("trace", work.resolve("music/jazz/jazz.00000.wav"), "--recipe", work.resolve("small.yaml")));
        Collections.addAll(all, words);
        return Captured.run(work, all.toArray());
    }

    /** The last word of the line that begins, or after blanks begins, with the label. */
    private static double number(String out, String label) {
        String line = out.lines()
                .map(String::strip)
                .filter(l -> l.startsWith(label + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line " + label + " in\n" + out));
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }
}
