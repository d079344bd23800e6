package org.timbrel.audio.npy;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.timbrel.audio.feature.Frames;

/** NumPy's {@code .npz} files: a compressed archive of named arrays. */
public final class Npz {
    private static final String ENDING = ".npy";
    /** The archive's earliest date, so that equal arrays make equal files. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private Npz() {}

    /** Writes arrays under their names, in the map's order, replacing a file that is there. */
    public static void write(Path file, Map<String, Frames> arrays) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, Frames> array : arrays.entrySet()) {
                ZipEntry entry = new ZipEntry(array.getKey() + ENDING);
                entry.setTimeLocal(TIME);
                zip.putNextEntry(entry);
                Npy.write(zip, array.getValue());
                zip.closeEntry();
            }
        }
    }

    /** All arrays of a file, in its order. */
    public static Map<String, Frames> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in);
        }
    }

    /**
     * All arrays of an archive, in its order.
     *
     * @throws IOException if one of them is not as {@link Npy#read(InputStream)} wants it
     */
    public static Map<String, Frames> read(InputStream in) throws IOException {
        Map<String, Frames> arrays = new LinkedHashMap<>();
        ZipInputStream zip = new ZipInputStream(new BufferedInputStream(in));
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            String name = entry.getName();
            String key = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
            arrays.put(key, Npy.read(zip));
        }
        return arrays;
    }
}
