package org.timbrel.training.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.timbrel.training.data.DataException;
import org.timbrel.training.recipe.Recipe;

/**
 * One model under four protocols: segments dealt at random (leaky), whole tracks, and GTZAN without its known faults and
 * with artists on one side only. Kereliuk, Sturm and Larsen 2015 have one fault- and artist-filtered split, Foleiss three
 * artist-filtered folds.
 */
public final class SplitProtocols {
    private static final int ARTIST_FOLDS = 3;
    private static final String LEAK =
            "The leaky line is not a measure of how well the model hears a genre: segments of"
                    + " one recording stand on both sides, so it can recognise the recording instead. The gap between it and the"
                    + " line by track is that leak.";
    private static final String NO_LEAK =
            "There is no leaky line: for this recipe a track is one segment, which stands on"
                    + " one side however it is dealt.";

    private SplitProtocols() {}

    /**
     * The study.
     *
     * @param faultFiltered folder with {@code train_filtered.txt}, {@code valid_filtered.txt}, {@code test_filtered.txt}
     * @param artistFiltered folder with {@code f1_train.txt}, {@code f1_test.txt} and so on to {@code f3}
     * @throws DataException if a list is missing
     */
    public static Study of(RecipeSource source, Optional<Path> faultFiltered, Optional<Path> artistFiltered) {
        List<Part> parts = new ArrayList<>();
        Recipe byTrack = source.recipe("split.kind=tracks");
        boolean leaks = !byTrack.features().wholeTrack();
        if (leaks) {
            parts.add(part("random segments (leaky)", source.recipe("split.kind=leaky")));
        }
        parts.add(part("by track", byTrack));
        faultFiltered.ifPresent(folder -> parts.add(part(
                "fault-filtered",
                source.recipe(
                        "split.kind=files",
                        "split.trainFile=" + list(folder, "train_filtered.txt"),
                        "split.validationFile=" + list(folder, "valid_filtered.txt"),
                        "split.testFile=" + list(folder, "test_filtered.txt")))));
        artistFiltered.ifPresent(folder -> {
            for (int fold = 1; fold <= ARTIST_FOLDS; fold++) {
                parts.add(new Part(
                        "artist-filtered",
                        "artist-filtered, fold " + fold,
                        source.recipe(
                                "split.kind=files",
                                "split.trainFile=" + list(folder, "f" + fold + "_train.txt"),
                                "split.testFile=" + list(folder, "f" + fold + "_test.txt"))));
            }
        });
        return new Study(
                source.name() + " under several ways to split",
                List.of(
                        leaks ? LEAK : NO_LEAK,
                        "By track, an artist may still stand on both sides; the filtered splits keep artists apart and leave"
                                + " out known faults of GTZAN."),
                parts,
                Map.of());
    }

    private static Part part(String label, Recipe recipe) {
        return new Part(label, label, recipe);
    }

    private static Path list(Path folder, String name) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new DataException("The split needs the list " + file + ", but there is no such file; name the folder"
                    + " that holds it.");
        }
        return file;
    }
}
