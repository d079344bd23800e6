package org.timbrel.training.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timbrel.training.recipe.FeatureSpec;
import org.timbrel.training.recipe.LayerType;
import org.timbrel.training.recipe.Recipe;

/** Which features and seeds the runs of a feature study have. */
final class FeatureStudyTest {
    @TempDir
    Path work;

    private RecipeSource cnn;

    @BeforeEach
    void writeRecipe() throws IOException {
        Path file = Files.writeString(work.resolve("cnn.yaml"), """
                features: {kind: stack, of: [mfcc, chroma], frames: 8, topDb: 80}
                model:
                  - conv2d: {filters: 2, kernel: 3, padding: same}
                  - maxPool2d
                  - conv2d: {filters: 2, kernel: [1, 3], padding: same}
                  - maxPool2d
                  - maxPool2d
                  - globalAveragePool
                  - dense: {units: classes}
                training: {seed: 7}
                """);
        cnn = new RecipeSource(file.toString(), List.of(), List.of());
    }

    @Test
    void everyGroupStandsAloneAndIsLeftOutOnce() {
        List<Part> parts = new FeatureStudy(List.of(cnn), 1).study().parts();
        assertEquals(1 + 1 + 7 + 7, parts.size());
        assertEquals(List.of(FeatureSpec.Type.MFCC, FeatureSpec.Type.CHROMA), kinds(parts.get(0)));
        parts = parts.subList(1, parts.size());
        assertEquals(FeatureStudy.GROUPS, kinds(parts.get(0)));
        for (int i = 0; i < 7; i++) {
            FeatureSpec.Type group = FeatureStudy.GROUPS.get(i);
            assertEquals(List.of(group), kinds(parts.get(1 + i)));
            assertEquals(FeatureStudy.GROUPS.stream().filter(g -> g != group).toList(), kinds(parts.get(8 + i)));
        }
    }

    @Test
    void runsOfALineDifferInSeedAndSplitAndLinesShareThem() {
        RecipeSource lstm = new RecipeSource("kuppusamy-lstm", List.of(), List.of());
        Study study = new FeatureStudy(List.of(cnn, lstm), 3).study();
        assertEquals((16 + 15) * 3, study.parts().size(), "13 MFCC are the recipe's own groups and one of the study's");
        Part third = study.parts().get(8);
        assertEquals("cnn, mfcc alone, run 3", third.label());
        assertEquals("cnn, mfcc alone", third.row());
        assertEquals(9, third.recipe().training().seed());
        assertEquals(3, third.recipe().split().seed());
        assertEquals(third.recipe().split(), study.parts().get(11).recipe().split());
    }

    @Test
    void thePapersFigureStandsBesideTheGroupsOfTheRecipe() {
        Study study = new FeatureStudy(List.of(new RecipeSource("li-lstm", List.of(), List.of())), 1).study();
        assertEquals(Map.of("li-lstm, the groups of the recipe", "54.4"), study.published());
    }

    @Test
    void aPoolLeavesAloneASideThatItNoLongerFits() {
        List<Part> parts = new FeatureStudy(List.of(cnn), 1).study().parts().subList(1, 16);
        assertArrayEquals(new int[] {2, 2, 2, 2, 2, 2}, pools(parts.get(0).recipe()));
        assertArrayEquals(new int[] {2, 1, 2, 1, 2, 1}, pools(parts.get(2).recipe()), "spectral centroid, 8 by 1");
        assertArrayEquals(new int[] {2, 2, 2, 2, 2, 1}, pools(parts.get(4).recipe()), "spectral contrast, 8 by 7");
    }

    private static List<FeatureSpec.Type> kinds(Part part) {
        return part.recipe().features().kinds();
    }

    private static int[] pools(Recipe recipe) {
        return recipe.model().stream()
                .filter(layer -> layer.type() == LayerType.MAX_POOL2D)
                .flatMapToInt(layer -> Arrays.stream(layer.pair("size")))
                .toArray();
    }
}
