package org.timbrel.training.recipe;

import java.util.List;

/**
 * What is taken from the data folder.
 *
 * @param name what the data are called wherever a figure of them stands; null for the folder's name
 * @param sampleRate in Hz; files at another rate are resampled
 * @param minSeconds files shorter than this are left out; whatever it says, a file must hold one segment
 * @param maxSeconds only the first seconds of a file are used; null for the whole file
 * @param tracks at most so many tracks a class, the first by name; null for all
 * @param classes the folders to use, in this order; null for all, sorted by name
 */
public record DataSpec(
        String name, int sampleRate, double minSeconds, Double maxSeconds, Integer tracks, List<String> classes) {
    /** What the data are called wherever a figure of them stands: its name, or else the folder's, and what was left away. */
    public String called(String folder) {
        String whole = name == null ? folder : name;
        return tracks == null ? whole : whole + ", first " + tracks + " tracks of each class";
    }

    static DataSpec read(Tree tree) {
        Section data = Section.of(tree, "data", Section.keys(DataSpec.class));
        List<String> classes = data.optionalTexts("classes");
        if (classes != null
                && (classes.size() < 2 || classes.stream().distinct().count() < classes.size())) {
            throw data.wrong("classes", "a list of at least two different folder names");
        }
        return new DataSpec(
                data.text("name", null),
                data.integer("sampleRate", 22050, 1000),
                data.number("minSeconds", 0, Range.NOT_NEGATIVE),
                data.optionalNumber("maxSeconds", Range.POSITIVE),
                data.optionalInteger("tracks", 1),
                classes);
    }
}
