package org.timbrel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is typed wrong gets exit code 2 and one sentence that helps; help and results go to the standard output. */
final class UsageTest {
    @TempDir
    Path work;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trian                                            | did you mean train?",
                "paint                                            | there are train, evaluate",
                "help fetures                                     | did you mean features?",
                "train --epoch 3                                  | did you mean --epochs?",
                "train harmonynet kuppusamy-lstm                  | one word too many for timbrel train",
                "train --epochs three                             | '--epochs'",
                "train harmonnet                                  | Did you mean \"harmonynet\"?",
                "train --set training.bach=3                      | Did you mean \"batch\"?",
                "train --set training.batch=many                  | training.batch",
                "train --split halves                             | --split takes tracks, leaky, or a fold",
                "train --backend cuda                             | there is no backend 'cuda'; there are auto, vector",
                "train --threads 0                                | --threads must be at least 1",
                "train --resume runs/a --out runs/b               | leave out RECIPE and --out",
                "train --resume runs/a --seed 2                   | leave out --seed and --split",
                "train nowhere.yaml                               | there is no such file",
                "predict runs/a                                   | 'FILE'",
                "predict runs/a song.wav --top 0                  | --top must be at least 1",
                "features                                         | 'FILE'",
                "features song.wav --kind chrom                   | wanted one of stft, mel, log-mel, mfcc",
                "features song.wav --resize 128                   | wanted FRAMESxBINS",
                "features song.wav --out a.png --resize 8x8       | leave it out for a picture",
                "features song.wav --out song.txt                 | must end in .npy, .npz or .png",
                "inspect harmonynet --classes 1                   | --classes must be at least 2",
                "inspect harmonynet --set model.conv2d1.kernel=0  | kernel",
                "recipes --set training.batch=3                   | name it",
                "compose                                          | '--out=DIR'",
                "compose --out x --tracks 0                       | at least 1 track",
            })
    void saysWhatWasTypedWrong(String words, String expected) {
        Captured said = Captured.run(work, (Object[]) words.strip().split(" +"));
        assertEquals(ExitCode.USAGE.number(), said.code(), said.err());
        assertTrue(said.sentence().startsWith("timbrel: "), said.err());
        assertTrue(said.sentence().contains(expected.strip()), said.err());
        assertFalse(said.err().contains("\tat "), said.err());
        assertEquals("", said.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--help", "help", "help train", "train --help", "--version", "recipes", "devices"})
    void printsHelpAndListsOnStandardOutput(String words) {
        Captured said = words.isEmpty() ? Captured.run(work) : Captured.run(work, (Object[]) words.split(" "));
        assertEquals(ExitCode.DONE.number(), said.code());
        assertEquals("", said.err());
        assertFalse(said.out().isBlank());
    }

    @Test
    void showsWhereOnlyIfAsked() {
        Captured said = Captured.run(work, "train", "harmonnet", "--stacktrace");
        assertEquals(ExitCode.USAGE.number(), said.code());
        assertTrue(said.err().contains("\tat org.timbrel."), said.err());
    }

    @Test
    void listsTheBackendsAndTheOneThatIsTaken() {
        String out = Captured.run(work, "devices").out();
        assertTrue(out.contains("reference"), out);
        assertTrue(out.contains("takes vector"), out);
    }
}
