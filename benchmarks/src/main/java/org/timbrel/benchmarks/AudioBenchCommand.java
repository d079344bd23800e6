package org.timbrel.benchmarks;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.timbrel.cli.CommandException;
import org.timbrel.cli.ExitCode;
import org.timbrel.cli.Table;
import org.timbrel.cli.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code timbrel bench audio}: the features of a folder, beside librosa. */
@Command(
        name = "audio",
        description = {
            "Time log-mel spectrograms of all WAV files of a folder, from the command to the last file written, beside a"
                    + " librosa script that does the same in one process and in one a processor.",
            "Then the batches that a trainer gets from cached features, in GB/s, beside a plain copy from the same memory map.",
            "Contenders take turns; medians are shown."
        },
        sortOptions = false)
final class AudioBenchCommand implements Callable<Integer> {
    /** Epochs of cached features that count; one takes some ten milliseconds. */
    private static final int EPOCHS = 31;

    private final Terminal terminal;

    @Parameters(paramLabel = "DIR", description = "A folder of WAV files.")
    private Path music;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "Rounds; default: 5.")
    private int rounds;

    @Option(
            names = "--python",
            paramLabel = "PATH",
            defaultValue = "python3",
            description = "A Python that has librosa, or none; default: python3.")
    private String python;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    AudioBenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (rounds < 1) {
            throw new CommandException(ExitCode.USAGE, "--rounds must be at least 1, got " + rounds + ".");
        }
        List<Path> songs = songs();
        List<FeatureContender> contenders = new ArrayList<>();
        contenders.add(FeatureContender.timbrel(music, songs.get(0)));
        if (!python.equals("none")) {
            int processors = Runtime.getRuntime().availableProcessors();
            Stream.of(1, processors)
                    .distinct()
                    .forEach(n -> contenders.add(FeatureContender.librosa(python, music, n)));
        }
        for (int round = 0; round < rounds; round++) {
            for (FeatureContender contender : contenders) {
                contender.round();
            }
        }
        print(contenders, songs.size());
        Path cache = Files.createTempDirectory("timbrel-bench-cache");
        try {
            print(CachedFeatures.in(cache).measure(EPOCHS));
        } finally {
            FeatureContender.delete(cache);
        }
        return ExitCode.DONE.number();
    }

    private List<Path> songs() throws IOException {
        try (Stream<Path> walk = Files.walk(music)) {
            List<Path> songs = walk.filter(path -> path.toString().endsWith(".wav"))
                    .sorted()
                    .toList();
            if (songs.size() < 2) {
                throw new CommandException(
                        ExitCode.BAD_DATA, music + " must have two WAV files or more, but has " + songs.size() + ".");
            }
            return songs;
        }
    }

    private void print(List<FeatureContender> contenders, int files) throws IOException {
        FeatureContender ours = contenders.get(0);
        Table table = new Table("lrrrrr")
                .row("contender", "s for " + files + " files", "lowest - highest", "times", "ms a file", "times");
        for (FeatureContender contender : contenders) {
            double seconds = FeatureContender.median(contender.folder());
            double milliseconds = contender.milliseconds(files);
            if (json) {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("contender", contender.name());
                line.put("files", files);
                line.put("seconds", seconds);
                line.put("millisecondsAFile", milliseconds);
                terminal.say(JSON.std.asString(line));
                continue;
            }
            table.row(
                    contender.name(),
                    number(seconds),
                    number(Collections.min(contender.folder())) + " - " + number(Collections.max(contender.folder())),
                    number(seconds / FeatureContender.median(ours.folder())),
                    number(milliseconds),
                    number(milliseconds / ours.milliseconds(files)));
        }
        if (!json) {
            table.print(terminal);
            terminal.say("ms a file: without start-up and the first file; times: that of Timbrel.");
        }
    }

    private void print(List<CachedFeatures.Timing> timings) throws IOException {
        double bound = timings.get(timings.size() - 1).gigabytesASecond();
        Table table = new Table("lrrr").row("cached features", "ms a batch", "GB/s", "of copy");
        for (CachedFeatures.Timing timing : timings) {
            double share = timing.gigabytesASecond() / bound;
            if (json) {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("contender", timing.name());
                line.put("millisecondsABatch", timing.milliseconds());
                line.put("gigabytesASecond", timing.gigabytesASecond());
                line.put("shareOfCopy", share);
                terminal.say(JSON.std.asString(line));
                continue;
            }
            table.row(
                    timing.name(),
                    number(timing.milliseconds()),
                    number(timing.gigabytesASecond()),
                    String.format(Locale.ROOT, "%.0f%%", 100 * share));
        }
        if (!json) {
            terminal.say("");
            table.print(terminal);
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
