package org.timbrel.audio.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a corpus folder is made from, kept in it as {@value #FILE}: a line a value, name and value parted by a tab.
 * Equal manifests stand for equal files.
 *
 * @param generator version of the rules; it rises whenever the same seed would sound different
 * @param tracks number of tracks of all styles together, at least 1
 * @param seconds length of each track, above 0 and at most {@value #LONGEST_SECONDS}
 */
public record CorpusManifest(int generator, int tracks, double seconds, long seed) {
    /** The version of the rules in this program. */
    public static final int GENERATOR = 1;

    /** Name of the file. */
    public static final String FILE = "corpus.tsv";

    private static final double LONGEST_SECONDS = 600;
    private static final List<String> NAMES = List.of("generator", "tracks", "seconds", "seed");

    public CorpusManifest {
        if (tracks < 1) {
            throw new IllegalArgumentException("A corpus needs at least 1 track, but got " + tracks + ".");
        }
        if (!(seconds > 0 && seconds <= LONGEST_SECONDS)) {
            throw new IllegalArgumentException("A track must be longer than 0 and at most " + LONGEST_SECONDS
                    + " seconds, but got " + seconds + ".");
        }
    }

    /**
     * The manifest of a folder; empty if it has none.
     *
     * @throws IOException if there is one that can't be read or understood
     */
    public static Optional<CorpusManifest> read(Path dir) throws IOException {
        Path file = dir.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] cells = line.split("\t", 2);
            names.add(cells[0]);
            values.add(cells[cells.length - 1]);
        }
        try {
            if (!names.equals(NAMES)) {
                throw new IllegalArgumentException("it should have the lines " + NAMES + ".");
            }
            return Optional.of(new CorpusManifest(
                    Integer.parseInt(values.get(0)),
                    Integer.parseInt(values.get(1)),
                    Double.parseDouble(values.get(2)),
                    Long.parseLong(values.get(3))));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is not the manifest of a composed corpus: " + e.getMessage(), e);
        }
    }

    void write(Path dir) throws IOException {
        Path file = dir.resolve(FILE);
        Path temporary = dir.resolve(FILE + ".part");
        Files.writeString(
                temporary,
                "generator\t" + generator + "\ntracks\t" + tracks + "\nseconds\t" + seconds + "\nseed\t" + seed + "\n");
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public String toString() {
        return tracks + " tracks of " + seconds + " s, seed " + seed + ", generator " + generator;
    }
}
