package org.timbrel.training.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.timbrel.engine.checkpoint.Safetensors;
import org.timbrel.training.metrics.ConfusionMatrix;
import org.timbrel.training.recipe.Recipes;
import org.timbrel.training.recipe.TrainingSpec;
import org.timbrel.training.run.AtomicFile;
import org.timbrel.training.run.MetricsEvent;
import org.timbrel.training.run.Provenance;
import org.timbrel.training.run.RunFolder;

/** Draws the pictures that the events so far allow, and finds those that stand in the folder already. */
final class RunPictures {
    private final RunFolder folder;
    private final String recipe;
    private final List<String> notes = new ArrayList<>();

    RunPictures(RunFolder folder, String recipe) {
        this.folder = folder;
        this.recipe = recipe;
    }

    /** A picture as base64, or the sentence that says why there is none. */
    record Image(Optional<String> base64, String note) {}

    /** A picture with what a reader should know of it. */
    record Figure(String title, String caption, Image image) {}

    /** The pictures of the page. */
    record Drawn(
            Optional<Image> curves,
            Optional<Image> rate,
            Optional<Image> confusion,
            Optional<Image> classes,
            Optional<Image> mistakes,
            Optional<Image> filters,
            List<Figure> sounds) {}

    /** One sentence for each reason for which pictures could not be drawn. */
    List<String> notes() {
        return notes.stream().distinct().toList();
    }

    Drawn draw(RunEvents events, Provenance provenance) throws IOException {
        Optional<Image> curves = Optional.empty();
        Optional<Image> rate = Optional.empty();
        if (!events.epochs().isEmpty()) {
            curves = Optional.of(
                    picture(folder.learningCurves(), () -> LearningCurves.png(recipe, provenance, events.epochs())));
            rate = Optional.of(picture(
                    folder.picture("learning_rate"), () -> LearningRateCurve.png(recipe, provenance, events.epochs())));
        }
        return new Drawn(
                curves,
                rate,
                confusion(events),
                events.test().isPresent() ? Optional.of(classes(events.test().get())) : Optional.empty(),
                events.test().isPresent() ? existing("misclassified") : Optional.empty(),
                filters(),
                sounds());
    }

    private Optional<Image> confusion(RunEvents events) throws IOException {
        if (events.test().isPresent()) {
            MetricsEvent.Test test = events.test().get();
            return Optional.of(confusion("test side, by track", test.provenance(), test.byTrack()));
        }
        if (events.validation().isPresent()) {
            MetricsEvent.Validation v = events.validation().get();
            String side = "validation side, by segment, epoch " + v.epoch();
            return Optional.of(confusion(side, v.provenance(), v.bySegment()));
        }
        return Optional.empty();
    }

    private Image confusion(String side, Provenance provenance, ConfusionMatrix matrix) throws IOException {
        return picture(
                folder.confusionMatrix(), () -> ConfusionMatrixPicture.png(recipe + ", " + side, provenance, matrix));
    }

    private Image classes(MetricsEvent.Test test) throws IOException {
        ConfusionMatrix tracks = test.byTrack();
        List<Integer> classes = IntStream.range(0, tracks.classes()).boxed().toList();
        return picture(folder.picture("class_scores"), () -> BarChart.of(
                        "Precision, recall and F1 by class: " + recipe,
                        test.provenance().describe() + " · test side, by track",
                        "share",
                        tracks.classNames())
                .series("precision", classes.stream().map(tracks::precision).toList())
                .series("recall", classes.stream().map(tracks::recall).toList())
                .series("F1", classes.stream().map(tracks::f1).toList())
                .png());
    }

    private Optional<Image> filters() throws IOException {
        if (!Files.exists(folder.bestWeights())) {
            return Optional.empty();
        }
        TrainingSpec training = Recipes.parse(
                        folder.readRecipe(), folder.recipe().toString(), List.of())
                .training();
        boolean best = training.keep() == TrainingSpec.Keep.BEST;
        Safetensors.Contents model = Safetensors.read(best ? folder.bestWeights() : folder.lastWeights());
        Optional<Safetensors.Entry> weights = FirstFilters.weights(model);
        String source = "weights of epoch " + model.metadata().get("epoch") + ", the "
                + (best ? "best by " + training.monitor().word() : "last")
                + ", by which the run is judged";
        return weights.isEmpty()
                ? Optional.empty()
                : Optional.of(picture(
                        folder.picture("first_filters"), () -> FirstFilters.png(recipe, source, weights.get())));
    }

    private List<Figure> sounds() throws IOException {
        List<Figure> figures = new ArrayList<>();
        add(
                figures,
                "augmentation",
                "Original and augmented",
                "What augmentation makes of a segment of the training side, on one scale of colours. Validation and test"
                        + " are not varied.");
        add(figures, "track_features", "One track, as features see it", "All panels share the time axis.");
        add(
                figures,
                "feature_distribution",
                "How features differ between classes",
                "A dot is a track. Where the boxes of two classes overlap, this feature alone can't tell them apart.");
        add(
                figures,
                "feature_correlation",
                "Which features go together",
                "Pearson's correlation over tracks. Features that go together say the same thing twice.");
        return figures;
    }

    private void add(List<Figure> figures, String name, String title, String caption) throws IOException {
        existing(name).ifPresent(image -> figures.add(new Figure(title, caption, image)));
    }

    private Optional<Image> existing(String name) throws IOException {
        Path file = folder.picture(name);
        return Files.exists(file) ? Optional.of(shown(Files.readAllBytes(file))) : Optional.empty();
    }

    @FunctionalInterface
    private interface Drawing {
        byte[] png() throws IOException;
    }

    private Image picture(Path file, Drawing drawing) throws IOException {
        byte[] png;
        try {
            png = drawing.png();
        } catch (IOException e) {
            notes.add(e.getMessage());
            return new Image(Optional.empty(), e.getMessage());
        }
        AtomicFile.write(file, out -> out.write(png));
        return shown(png);
    }

    private static Image shown(byte[] png) {
        return new Image(Optional.of(Base64.getEncoder().encodeToString(png)), "");
    }
}
