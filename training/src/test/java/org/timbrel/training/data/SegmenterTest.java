package org.timbrel.training.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.Recipes;

class SegmenterTest {
    @Test
    void onlyWholeSegmentsCount() {
        Segmenter segmenter = new Segmenter(10, 4);
        assertEquals(0, segmenter.count(9));
        assertEquals(1, segmenter.count(10));
        assertEquals(1, segmenter.count(13));
        assertEquals(2, segmenter.count(14));
        assertEquals(4, segmenter.start(1));
    }

    @Test
    void papersSegmentsOfAThirtySecondTrack() {
        int samples = 30 * 22050;
        assertEquals(14, of("harmonynet").count(samples));
        assertEquals(10, of("kuppusamy-lstm").count(samples));
        assertEquals(4, of("harmonynet").count(10 * 22050));
    }

    @Test
    void lastSegmentEndsInsideTheTrack() {
        Segmenter segmenter = of("harmonynet");
        for (int samples = segmenter.length(); samples < 5 * segmenter.length(); samples += 1237) {
            int last = segmenter.count(samples) - 1;
            assertEquals(true, segmenter.start(last) + segmenter.length() <= samples);
            assertEquals(true, segmenter.start(last + 1) + segmenter.length() > samples);
        }
    }

    @Test
    void emptySegmentIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Segmenter(10, 0));
    }

    private static Segmenter of(String name) {
        Recipe recipe = Recipes.load(name, List.of());
        return Segmenter.of(recipe.features(), recipe.data().sampleRate());
    }
}
