package org.timbrel.training.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.Backends;
import org.timbrel.engine.layer.Sequential;
import org.timbrel.engine.optimizer.Optimizer;
import org.timbrel.engine.tensor.BufferPool;
import org.timbrel.training.data.Batch;
import org.timbrel.training.data.FeatureBlock;
import org.timbrel.training.data.FeatureExtractor;
import org.timbrel.training.data.MadeAudio;
import org.timbrel.training.data.UnusableFileException;
import org.timbrel.training.data.WaveformAugmentation;
import org.timbrel.training.model.ModelBuilder;
import org.timbrel.training.recipe.AugmentSpec;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.Recipes;

/** Every alternative that a table of docs/papers.md spells as {@code --set}: from a sound to one update of the weights. */
class PapersAlternativesTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`(?: \\(([0-9,]+) parameters\\))?");
    private static final Pattern SET = Pattern.compile("--set (?:\"([^\"]+)\"|(\\S+))");
    private static final int CLASSES = 10;
    /** In mixed precision the first scales of the loss may be too large, and halve. */
    private static final int MOST_SKIPPED = 8;

    @TempDir
    static Path folder;

    /**
     * An alternative of one recipe.
     *
     * @param sets {@code key=value} each
     * @param parameters how many its model has; 0 where the page doesn't say
     */
    private record Alternative(String recipe, List<String> sets, long parameters) {}

    /** Those of a row are for the recipes that the row names in code, or else for all of the heading above it. */
    static Set<Alternative> alternatives() throws IOException {
        Set<Alternative> found = new LinkedHashSet<>();
        List<String> heading = List.of();
        for (String line : Files.readAllLines(Path.of("../docs/papers.md"))) {
            if (line.startsWith("### ")) {
                heading = Recipes.list().stream()
                        .filter(name -> line.matches(".*[ ,]" + name + "[:,].*"))
                        .toList();
            } else if (line.startsWith("| ")) {
                List<MatchResult> codes = matches(CODE, line).toList();
                List<String> words = codes.stream().map(m -> m.group(1)).toList();
                List<String> named =
                        Recipes.list().stream().filter(words::contains).toList();
                for (MatchResult code : codes) {
                    String parameters =
                            code.group(2) == null ? "0" : code.group(2).replace(",", "");
                    List<String> sets = matches(SET, code.group(1))
                            .map(m -> m.group(1) == null ? m.group(2) : m.group(1))
                            .toList();
                    for (String recipe : sets.isEmpty() ? List.<String>of() : named.isEmpty() ? heading : named) {
                        found.add(new Alternative(recipe, sets, Long.parseLong(parameters)));
                    }
                }
            }
        }
        return found;
    }

    private static Stream<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    @Test
    void theTablesNameAlternativesOfEveryRecipe() throws IOException {
        assertEquals(
                Set.copyOf(Recipes.list()),
                alternatives().stream().map(Alternative::recipe).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("alternatives")
    void trainsForAStep(Alternative alternative) throws UnusableFileException {
        Recipe recipe = Recipes.load(alternative.recipe(), alternative.sets());
        assertNotEquals(Recipes.load(alternative.recipe(), List.of()), recipe);
        try (Backend backend = Backends.open("auto", BackendOptions.defaults())) {
            FeatureBlock block = features(recipe);
            Sequential model = ModelBuilder.build(recipe, backend, block.frames(), block.bins(), CLASSES);
            if (alternative.parameters() > 0) {
                assertEquals(alternative.parameters(), model.parameterCount());
            }
            Optimizer optimizer = Optimizers.optimizer(recipe.optimizer(), model.parameters());
            TrainingStep step =
                    new TrainingStep(model, optimizer, new BufferPool(backend), TrainingStep.Settings.of(recipe));
            double rate = new LearningRate(recipe, 1).at(0);
            TrainingStep.Outcome outcome = step.run(batch(block), rate);
            for (int i = 1; i < MOST_SKIPPED && !outcome.updated(); i++) {
                outcome = step.run(batch(block), rate);
            }
            assertTrue(outcome.updated() && Double.isFinite(outcome.loss()), outcome.toString());
        }
    }

    /** Of the sound, or of its variants where the recipe asks for some; a long sound only where one is needed. */
    private static FeatureBlock features(Recipe recipe) throws UnusableFileException {
        boolean isLong = recipe.features().leastSeconds() > 6;
        Path file = folder.resolve(isLong ? "long.wav" : "short.wav");
        if (!Files.exists(file)) {
            MadeAudio.write(file, MadeAudio.tone(440, isLong ? 30 : 6.5));
        }
        AugmentSpec.Waveform waveform = recipe.augment().waveform();
        WaveformAugmentation variants = waveform == null
                ? null
                : new WaveformAugmentation(waveform, recipe.training().seed());
        return new FeatureExtractor(recipe.data(), recipe.features(), variants).extract(file);
    }

    private static Batch batch(FeatureBlock block) {
        float[] x = new float[2 * block.segmentSize()];
        block.copySegment(0, x, 0);
        block.copySegment(block.segments() - 1, x, block.segmentSize());
        int[] labels = {0, 1};
        return new Batch(x, 2, block.frames(), block.bins(), 1, labels, labels);
    }
}
