package org.timbrel.training.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.timbrel.engine.checkpoint.Checkpoint;
import org.timbrel.engine.checkpoint.Safetensors;
import org.timbrel.engine.layer.Parameter;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.optimizer.Optimizer;
import org.timbrel.training.run.AtomicFile;
import org.timbrel.training.run.RunFolder;

/**
 * {@code state/checkpoint.safetensors}: weights, what optimizer, step and learning rate remember, and the position. One file, so that
 * they can't come apart. Random numbers need no state: they are keyed by seed and step.
 */
final class ResumePoint {
    private ResumePoint() {}

    static void save(
            RunFolder folder,
            Sequential model,
            Optimizer optimizer,
            TrainingStep step,
            LearningRate rate,
            Position position)
            throws IOException {
        Map<String, String> words = position.toWords();
        words.putAll(step.toWords());
        words.putAll(rate.toWords());
        words.put("steps", Long.toString(optimizer.steps()));
        Safetensors.Contents contents = Checkpoint.of(everything(model, optimizer), words);
        AtomicFile.write(file(folder), out -> Safetensors.write(out, contents));
    }

    /** Puts model, optimizer, step and learning rate back to where they were; the start, if nothing was saved yet. */
    static Position load(RunFolder folder, Sequential model, Optimizer optimizer, TrainingStep step, LearningRate rate)
            throws IOException {
        if (!Files.exists(file(folder))) {
            return Position.start();
        }
        Safetensors.Contents contents = Safetensors.read(file(folder));
        try {
            Checkpoint.load(contents, everything(model, optimizer));
            optimizer.resumeAt(Long.parseLong(contents.metadata().get("steps")));
            step.resume(contents.metadata());
            rate.resume(contents.metadata());
            return Position.fromWords(contents.metadata());
        } catch (IOException | NumberFormatException | NullPointerException e) {
            throw new IOException("Could not resume from " + file(folder) + ": " + e.getMessage() + ".", e);
        }
    }

    private static List<Parameter> everything(Sequential model, Optimizer optimizer) {
        List<Parameter> all = new ArrayList<>(model.parameters());
        for (Parameter parameter : optimizer.state()) {
            all.add(new Parameter("optimizer." + parameter.name(), parameter.value(), false));
        }
        return all;
    }

    private static Path file(RunFolder folder) {
        return folder.state().resolve("checkpoint.safetensors");
    }
}
