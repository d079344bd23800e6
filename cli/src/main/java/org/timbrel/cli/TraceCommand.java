package org.timbrel.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.timbrel.audio.decode.UnreadableAudioException;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.training.data.UnusableFileException;
import org.timbrel.training.recipe.FeatureSpec;
import org.timbrel.training.recipe.LayerSpec;
import org.timbrel.training.recipe.LayerType;
import org.timbrel.training.recipe.LossSpec;
import org.timbrel.training.recipe.OptimizerSpec;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.Recipes;
import org.timbrel.training.trace.Printout;
import org.timbrel.training.trace.TraceStage;
import org.timbrel.training.trace.TracedModel;
import org.timbrel.training.trace.TracedSound;
import org.timbrel.training.trace.TracedUpdate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code timbrel trace}: the numbers of docs/cnn-lstm.md, of any file. */
@Command(
        name = "trace",
        description = {
            "Follow one number of a file's first segment through a small CNN-LSTM that has learnt nothing yet,",
            "from sound to a class and back; in double precision. docs/cnn-lstm.md walks through it."
        },
        sortOptions = false)
final class TraceCommand implements Callable<Integer> {
    /** The definition of every operation, in double precision: the same numbers on every machine. */
    private static final String BACKEND = "reference";

    private static final List<LayerType> LAYERS = List.of(
            LayerType.CONV2D,
            LayerType.RELU,
            LayerType.MAX_POOL2D,
            LayerType.TO_SEQUENCE,
            LayerType.LSTM,
            LayerType.DENSE);

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FILE", description = "An audio file; its folder has the name of its class.")
    private Path file;

    @Option(
            names = "--recipe",
            required = true,
            paramLabel = "RECIPE",
            description =
                    "A recipe with log-mel features, a list data.classes, and the six layers of docs/cnn-lstm.md.")
    private String name;

    @Option(
            names = "--at",
            paramLabel = "STAGE",
            description = "Where to look: samples, stft, mel, decibels, standardize, convolution, relu, pooling,"
                    + " sequence, lstm, logits, softmax, gradient or adam; default: all, one after the other.")
    private String stage;

    @Option(names = "--frame", paramLabel = "N", defaultValue = "40", description = "The frame to follow; default 40.")
    private int frame;

    @Option(names = "--band", paramLabel = "N", defaultValue = "8", description = "The mel band to follow; default 8.")
    private int band;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change one key of the recipe; may be given again.")
    private List<String> sets = List.of();

    TraceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws UnreadableAudioException, UnusableFileException {
        Recipe recipe = Recipes.load(name, sets);
        if (!fits(recipe)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "trace follows a recipe with plain log-mel features, data.classes, the layers conv2d (padding same,"
                            + " stride 1), relu, maxPool2d, toSequence, lstm, dense, plain crossEntropy and adam, and"
                            + " recipe " + recipe.name() + " is another; docs/cnn-lstm.md shows one that fits.");
        }
        try {
            if (stage != null) {
                print(recipe, TraceStage.of(stage));
                return ExitCode.DONE.number();
            }
            for (TraceStage each : TraceStage.values()) {
                terminal.say("--at " + each);
                print(recipe, each);
                terminal.say("");
            }
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
        }
        return ExitCode.DONE.number();
    }

    private void print(Recipe recipe, TraceStage at) throws UnreadableAudioException, UnusableFileException {
        Printout printout = new Shown(terminal);
        TracedSound sound = new TracedSound(file, recipe, frame, band);
        if (at.isSound()) {
            sound.print(at, printout);
            return;
        }
        try (Backend backend = Backends.open(BACKEND, new BackendOptions(1))) {
            TracedModel model = new TracedModel(recipe, backend, sound.image(), frame, band);
            if (at.isForward()) {
                model.print(at, printout);
            } else {
                new TracedUpdate(recipe, model, label(recipe)).print(at, printout);
            }
        }
    }

    /** Index of the class that the file's folder says it has. */
    private int label(Recipe recipe) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        int label = recipe.data().classes().indexOf(String.valueOf(folder.getFileName()));
        if (label < 0) {
            throw new CommandException(
                    ExitCode.BAD_DATA,
                    "the way back begins at the true class, and the folder of " + file + " is none of "
                            + String.join(", ", recipe.data().classes())
                            + "; move the file, or name its folder in data.classes.");
        }
        return label;
    }

    private static boolean fits(Recipe recipe) {
        FeatureSpec features = recipe.features();
        boolean plain = features.kind() == FeatureSpec.Type.LOG_MEL
                && features.dbReference() == FeatureSpec.DbReference.ONE
                && features.normalize() == FeatureSpec.Normalize.NONE
                && features.resize() == null
                && !features.png()
                && !features.wholeTrack();
        return plain
                && recipe.data().classes() != null
                && recipe.model().stream().map(LayerSpec::type).toList().equals(LAYERS)
                && fits(recipe.model())
                && recipe.loss().kind() == LossSpec.Type.CROSS_ENTROPY
                && recipe.loss().labelSmoothing() == 0
                && recipe.optimizer() instanceof OptimizerSpec.Adam;
    }

    private static boolean fits(List<LayerSpec> model) {
        LayerSpec convolution = model.get(0);
        LayerSpec lstm = model.get(4);
        LayerSpec dense = model.get(5);
        boolean penalised = model.stream().anyMatch(layer -> layer.number("l1", 0) + layer.number("l2", 0) > 0);
        int[] stride = convolution.pair("stride");
        return !penalised
                && convolution.text("padding").equals("same")
                && stride[0] == 1
                && stride[1] == 1
                && convolution.text("activation").equals("none")
                && convolution.flag("bias")
                && !lstm.flag("bidirectional")
                && !lstm.flag("twoBiases")
                && dense.text("activation").equals("none")
                && dense.flag("bias");
    }

    /** Shows what a trace prints. */
    private record Shown(Terminal terminal) implements Printout {
        @Override
        public void say(String line) {
            terminal.say(line);
        }

        @Override
        public void table(String alignment, List<List<String>> rows) {
            Table table = new Table(alignment);
            rows.forEach(cells -> table.row(cells.toArray()));
            table.print(terminal);
        }
    }
}
