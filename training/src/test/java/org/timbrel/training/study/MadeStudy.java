package org.timbrel.training.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.timbrel.training.data.MadeAudio;
import org.timbrel.training.train.TrainingRequest;

/** Where studies of a small CNN-LSTM run on made tones: 3 classes of 6 tracks, 3 segments each. */
record MadeStudy(Path work, Path data) {
    static MadeStudy in(Path work) {
        return new MadeStudy(work, MadeAudio.folder(work.resolve("data"), 6, "high", "low", "middle"));
    }

    RecipeSource source(String name, String... sets) throws IOException {
        Path recipe = Files.writeString(work.resolve(name + ".yaml"), """
                extends: harmonynet
                data: {sampleRate: 8000}
                features: {nFft: 256, hop: 128, nMels: 8, segmentSeconds: 0.5, overlapSeconds: 0.25}
                """);
        List<String> all = new ArrayList<>(List.of(
                "model.conv2d1.filters=4",
                "model.conv2d2.filters=4",
                "model.conv2d3.filters=4",
                "model.lstm1.units=6",
                "training.epochs=2",
                "training.batch=8",
                "split.validation=0.25"));
        all.addAll(List.of(sets));
        return new RecipeSource(recipe.toString(), List.of(), all);
    }

    List<PartResult> run(Study study, String out, int parallel, BooleanSupplier stop) throws IOException {
        TrainingRequest.Place place =
                new TrainingRequest.Place("auto", 2, work.resolve("cache"), "test", List.of("study"));
        StudyRun.Setting setting = new StudyRun.Setting(work.resolve(out), data, "made tones", place, parallel);
        return new StudyRun(setting, new Quiet(), stop).run(study);
    }

    static byte[] metrics(PartResult result) throws IOException {
        return Files.readAllBytes(result.folder().resolve("metrics.jsonl"));
    }

    private static final class Quiet implements StudyListener {
        @Override
        public void note(String sentence) {}

        @Override
        public void trainingBegins() {}

        @Override
        public void progress(double share, double secondsLeft) {}

        @Override
        public void finished(PartResult result, int finished, int parts, double secondsLeft) {}
    }
}
