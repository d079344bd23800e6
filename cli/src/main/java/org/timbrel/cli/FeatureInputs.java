package org.timbrel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.timbrel.audio.decode.AudioFile;

/** The audio files that were named, one by one or as folders. */
final class FeatureInputs {
    private FeatureInputs() {}

    /**
     * The files in order, each with the place below {@code --out} that its features take, without extension: a folder's
     * files keep their folders.
     *
     * @throws CommandException if a folder has no audio file, or two files would take one place
     */
    static Map<Path, Path> places(List<Path> named) throws IOException {
        Map<Path, Path> places = new LinkedHashMap<>();
        for (Path path : named) {
            if (!Files.isDirectory(path)) {
                put(places, path, path.getFileName());
                continue;
            }
            List<Path> files;
            try (Stream<Path> walk = Files.walk(path)) {
                files = walk.filter(AudioFile::isAudio)
                        .filter(Files::isRegularFile)
                        .sorted()
                        .toList();
            }
            if (files.isEmpty()) {
                throw new CommandException(
                        ExitCode.BAD_DATA,
                        path + " has no audio file (" + String.join(", ", AudioFile.extensions()) + ").");
            }
            for (Path file : files) {
                put(places, file, path.relativize(file));
            }
        }
        return places;
    }

    private static void put(Map<Path, Path> places, Path file, Path below) {
        String name = below.getFileName().toString();
        int dot = name.lastIndexOf('.');
        Path place = below.resolveSibling(dot > 0 ? name.substring(0, dot) : name);
        places.forEach((other, taken) -> {
            if (taken.equals(place) && !other.equals(file)) {
                throw new CommandException(
                        ExitCode.USAGE,
                        other + " and " + file + " would both be written to " + place + "; compute them one by one.");
            }
        });
        places.put(file, place);
    }
}
