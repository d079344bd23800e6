package org.timbrel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.timbrel.audio.decode.UnreadableAudioException;
import org.timbrel.audio.feature.Frames;
import org.timbrel.audio.fourier.FrameTransform;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code timbrel features}: features of audio files, as librosa computes them. */
@Command(
        name = "features",
        description = {
            "Compute features of audio files, with librosa's names, conventions and defaults.",
            "Arrays are (frames, bins): the transpose of librosa's."
        },
        sortOptions = false)
final class FeaturesCommand implements Callable<Integer> {
    /** Files from which on compiling the fast transform pays. */
    private static final int MANY = 10;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Audio files, or folders of them.")
    private List<Path> files;

    @Mixin
    private FeatureOptions options;

    @Option(
            names = "--out",
            paramLabel = "OUT",
            description = {
                "A file that ends in .npy, .npz or .png; a folder if there are several files.",
                "Without it, a summary is printed."
            })
    private Path out;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "npy",
            description = "For a folder: npy, npz or png; default npy.")
    private FeatureFormat format;

    @Mixin
    private AugmentationOptions augmentation;

    FeaturesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<String> given = spec.commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName)
                .toList();
        if (augmentation.asked(given)) {
            return augmentation.draw(terminal, files, out, given);
        }
        options.check(given);
        Map<Path, Path> places = FeatureInputs.places(files);
        boolean single = files.size() == 1 && !Files.isDirectory(files.get(0));
        if (single) {
            one(files.get(0));
            return ExitCode.DONE.number();
        }
        if (out != null && FeatureFormat.of(out).isPresent()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--out " + out + " is one file, and there are " + places.size()
                            + " to write; name a folder, and the kind of file with --format.");
        }
        refuseResizedPicture(out == null ? null : format);
        return several(places);
    }

    private void one(Path file) throws IOException {
        FeatureFormat wanted = out == null ? null : FeatureFormat.of(out).orElseThrow(() -> badOut(out));
        refuseResizedPicture(wanted);
        ComputedFeature computed = ComputedFeature.of(file, options);
        if (wanted != null) {
            wanted.replace(out, computed);
        }
        Frames.Summary values = computed.frames().summary();
        Table table = new Table("ll")
                .row("file", file)
                .row(
                        "sound",
                        String.format(
                                Locale.ROOT,
                                "%.2f s at %d Hz",
                                computed.sound().seconds(),
                                computed.sound().sampleRate()))
                .row("feature", options.label())
                .row("shape", computed.shape())
                .row("least", number(values.least()))
                .row("most", number(values.most()))
                .row("mean", number(values.mean()))
                .row("took", seconds(computed) + " s");
        if (wanted != null) {
            table.row("written", out);
        }
        table.print(terminal);
    }

    private int several(Map<Path, Path> places) throws IOException {
        int unreadable = 0;
        int done = 0;
        Table table = new Table("llrrrr").row("file", "shape", "least", "most", "mean", "seconds");
        if (places.size() >= MANY) {
            FrameTransform.expectMany();
        }
        try (ProgressBar bar = new ProgressBar(terminal);
                SeveralFiles workers = new SeveralFiles()) {
            for (Map.Entry<Path, Future<Object[]>> file :
                    workers.begin(places, this::row).entrySet()) {
                bar.show(options.label(), done++, places.size(), file.getKey().toString());
                try {
                    table.row(SeveralFiles.get(file.getValue()));
                } catch (UnreadableAudioException | CommandException e) {
                    if (e instanceof CommandException wrong && wrong.code() != ExitCode.BAD_DATA) {
                        throw wrong;
                    }
                    bar.clear();
                    terminal.note("timbrel: " + e.getMessage());
                    unreadable++;
                }
            }
        }
        table.print(terminal);
        if (unreadable > 0) {
            throw new CommandException(
                    ExitCode.BAD_DATA,
                    unreadable + " of " + places.size() + " files could not be used; the others are done.");
        }
        return ExitCode.DONE.number();
    }

    private Object[] row(Path file, Path place) throws IOException {
        ComputedFeature computed = ComputedFeature.of(file, options);
        write(computed, place);
        Frames.Summary values = computed.frames().summary();
        return new Object[] {
            file,
            computed.shape(),
            number(values.least()),
            number(values.most()),
            number(values.mean()),
            seconds(computed)
        };
    }

    private void write(ComputedFeature computed, Path place) throws IOException {
        if (out == null) {
            return;
        }
        Path file = out.resolve(place + format.extension());
        Files.createDirectories(file.toAbsolutePath().getParent());
        format.replace(file, computed);
    }

    private void refuseResizedPicture(FeatureFormat wanted) {
        if (wanted == FeatureFormat.PNG && options.resize().isPresent()) {
            throw new CommandException(
                    ExitCode.USAGE, "--resize is for arrays: write .npy or .npz, or leave it out for a picture.");
        }
    }

    private static CommandException badOut(Path out) {
        return new CommandException(
                ExitCode.USAGE, "--out " + out + " must end in .npy, .npz or .png, which says what to write.");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.5g", value);
    }

    private static String seconds(ComputedFeature computed) {
        return String.format(Locale.ROOT, "%.2f", computed.seconds());
    }
}
