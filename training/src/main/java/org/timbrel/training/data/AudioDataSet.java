package org.timbrel.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.timbrel.audio.decode.AudioFile;
import org.timbrel.training.recipe.DataSpec;

/**
 * The audio files of a folder that has a folder a class. Nothing is decoded yet.
 *
 * @param folder the folder that holds the class folders
 * @param classes names of the classes; a label is an index in this list
 * @param tracks class by class, sorted by name, so that the order does not depend on the file system
 * @param leftOut class folders without any audio file
 */
public record AudioDataSet(Path folder, List<String> classes, List<Track> tracks, List<LeftOut> leftOut) {
    private static final String GTZAN_FOLDER = "genres_original";

    public AudioDataSet {
        classes = List.copyOf(classes);
        tracks = List.copyOf(tracks);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Lists a data folder. A folder {@code genres_original} inside it, as in GTZAN's release, is taken in its place.
     * Files are found at any depth below a class folder, by extension; hidden ones are not looked at.
     *
     * @throws DataException if there is no such folder, or it has fewer than two classes with audio files
     */
    public static AudioDataSet scan(Path folder, DataSpec data) {
        if (!Files.isDirectory(folder)) {
            throw new DataException(
                    Files.exists(folder)
                            ? "The data folder " + folder + " is a file; give the folder that has a folder a class."
                            : "There is no data folder " + folder + ".");
        }
        Path root = Files.isDirectory(folder.resolve(GTZAN_FOLDER)) ? folder.resolve(GTZAN_FOLDER) : folder;
        Map<String, List<Path>> files = new LinkedHashMap<>();
        List<LeftOut> leftOut = new ArrayList<>();
        for (Path classFolder : classFolders(root)) {
            List<Path> audio = audioFiles(classFolder);
            if (audio.isEmpty()) {
                leftOut.add(new LeftOut(fileName(classFolder) + "/", "it has no audio file"));
            } else {
                files.put(fileName(classFolder), audio);
            }
        }
        if (files.isEmpty() && !audioFiles(root).isEmpty()) {
            throw new DataException(
                    "The data folder " + root + " has audio files, but no class folders; if it is one class"
                            + " itself, give the folder that it stands in.");
        }
        List<String> classes = classes(root, files, data.classes());
        List<Track> tracks = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            List<Path> ofClass = files.get(classes.get(label));
            int most = data.tracks() == null ? ofClass.size() : Math.min(data.tracks(), ofClass.size());
            for (Path file : ofClass.subList(0, most)) {
                tracks.add(new Track(name(root, file), label, file));
            }
        }
        return new AudioDataSet(root, classes, tracks, leftOut);
    }

    private static List<String> classes(Path root, Map<String, List<Path>> files, List<String> wanted) {
        String kinds = String.join(", ", AudioFile.extensions());
        if (files.isEmpty()) {
            throw new DataException("The data folder " + root + " has no class folders with audio files (" + kinds
                    + "); wanted a folder a class, such as "
                    + root.resolve("blues").resolve("one.wav") + ".");
        }
        if (wanted != null) {
            for (String name : wanted) {
                if (!files.containsKey(name)) {
                    throw new DataException("data.classes names \"" + name + "\", but " + root
                            + " has no such folder with audio files; it has " + String.join(", ", files.keySet())
                            + ".");
                }
            }
            return wanted;
        }
        if (files.size() == 1) {
            throw new DataException("The data folder " + root + " has only one class, \""
                    + files.keySet().iterator().next()
                    + "\"; a classifier needs at least two folders with audio files (" + kinds + ").");
        }
        return List.copyOf(files.keySet());
    }

    private static List<Path> classFolders(Path root) {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(Files::isDirectory)
                    .filter(p -> !fileName(p).startsWith("."))
                    .sorted(Comparator.comparing(AudioDataSet::fileName))
                    .toList();
        } catch (IOException e) {
            throw unlisted(root, e);
        }
    }

    private static List<Path> audioFiles(Path classFolder) {
        try (Stream<Path> entries = Files.walk(classFolder, FileVisitOption.FOLLOW_LINKS)) {
            return entries.filter(AudioFile::isAudio)
                    .filter(p -> !Files.isDirectory(p))
                    .sorted(Comparator.comparing(p -> name(classFolder, p)))
                    .toList();
        } catch (UncheckedIOException e) {
            throw unlisted(classFolder, e.getCause());
        } catch (IOException e) {
            throw unlisted(classFolder, e);
        }
    }

    private static DataException unlisted(Path folder, IOException e) {
        return new DataException("The data folder " + folder + " cannot be listed: " + IoReason.of(e) + ".");
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }
}
