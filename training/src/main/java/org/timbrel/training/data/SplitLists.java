package org.timbrel.training.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.timbrel.audio.decode.AudioFile;
import org.timbrel.training.recipe.SplitSpec;

/**
 * A split read from lists of files. A line names one track and may go on after a tab; {@code #} starts a comment. GTZAN's
 * published splits write {@code blues/blues.00012.wav}, or {@code ./blues_00012.wav}, a tab and a class: a name is
 * matched by its path or by its file name, without extension, and all signs but letters and digits count as one.
 *
 * @param train indices of tracks
 * @param notes how many of the names the data folder does not have, and how many tracks no list names
 */
record SplitLists(List<Integer> train, List<Integer> validation, List<Integer> test, List<String> notes) {
    private static final int AMBIGUOUS = -1;
    private static final Pattern EXTENSION = Pattern.compile("\\.(" + String.join("|", AudioFile.extensions()) + ")$");

    static SplitLists read(SplitSpec.Files files, FeatureSet features) {
        Map<String, Integer> ids = ids(features);
        List<String> notes = new ArrayList<>();
        List<Integer> train = side(files.trainFile(), ids, notes);
        List<Integer> test = side(files.testFile(), ids, notes);
        List<Integer> validation =
                files.validationFile() == null ? List.of() : side(files.validationFile(), ids, notes);
        requireApart(features, train, files.trainFile(), test, files.testFile());
        requireApart(features, train, files.trainFile(), validation, files.validationFile());
        requireApart(features, validation, files.validationFile(), test, files.testFile());
        int unnamed = features.tracks().size() - train.size() - validation.size() - test.size();
        if (unnamed > 0) {
            notes.add(unnamed + " tracks of the data folder stand in no list and are left out");
        }
        return new SplitLists(train, validation, test, notes);
    }

    private static Map<String, Integer> ids(FeatureSet features) {
        Map<String, Integer> ids = new HashMap<>();
        for (int i = 0; i < features.tracks().size(); i++) {
            String name = features.tracks().get(i).track().name();
            String path = key(name);
            String file = key(name.substring(name.lastIndexOf('/') + 1));
            ids.put(path, i);
            if (!file.equals(path)) {
                ids.merge(file, i, (a, b) -> AMBIGUOUS);
            }
        }
        return ids;
    }

    private static String key(String name) {
        String bare = EXTENSION.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
        return bare.replaceAll("[^\\p{L}\\p{N}]+", ".").replaceAll("^\\.", "");
    }

    private static List<Integer> side(String file, Map<String, Integer> ids, List<String> notes) {
        Set<Integer> side = new LinkedHashSet<>();
        int missing = 0;
        for (String line : lines(file)) {
            String name = line.replaceAll("\t.*", "").strip();
            if (name.isEmpty() || name.startsWith("#")) {
                continue;
            }
            Integer id = ids.get(key(name));
            if (id == null) {
                missing++;
            } else if (id == AMBIGUOUS) {
                throw new DataException("The list " + file + " names \"" + name
                        + "\", and several files of the data folder are called so; write the class folder before it.");
            } else {
                side.add(id);
            }
        }
        if (side.isEmpty()) {
            throw new DataException("The list " + file + " names no usable track of the data folder.");
        }
        if (missing > 0) {
            notes.add(missing + " of the tracks that " + file + " names are not in the data folder");
        }
        return List.copyOf(side);
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            String reason = Files.exists(Path.of(file)) ? "it is not UTF-8 text" : "there is no such file";
            throw new DataException("The list of files " + file + " cannot be read: " + reason + ".");
        }
    }

    private static void requireApart(
            FeatureSet features, List<Integer> left, String leftFile, List<Integer> right, String rightFile) {
        List<Integer> both = left.stream().filter(right::contains).toList();
        if (!both.isEmpty()) {
            throw new DataException("The lists " + leftFile + " and " + rightFile + " both name "
                    + features.tracks().get(both.get(0)).track().name() + "; a track can stand on one side only.");
        }
    }
}
