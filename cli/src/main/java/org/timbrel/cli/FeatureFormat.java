package org.timbrel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.timbrel.audio.npy.Npy;
import org.timbrel.audio.npy.Npz;

/** The kinds of files that features are written to. */
enum FeatureFormat {
    /** NumPy's array, (frames, bins). */
    NPY {
        @Override
        void write(Path file, ComputedFeature computed) throws IOException {
            Npy.write(file, computed.frames());
        }
    },
    /** NumPy's archive, with one array, named by what it is. */
    NPZ {
        @Override
        void write(Path file, ComputedFeature computed) throws IOException {
            Npz.write(file, Map.of(computed.label(), computed.frames()));
        }
    },
    /** A picture with axes and a colour bar. */
    PNG {
        @Override
        void write(Path file, ComputedFeature computed) throws IOException {
            computed.draw(file);
        }
    };

    abstract void write(Path file, ComputedFeature computed) throws IOException;

    /** With the dot. */
    String extension() {
        return "." + name().toLowerCase(Locale.ROOT);
    }

    /** The format that a file's name says. */
    static Optional<FeatureFormat> of(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        for (FeatureFormat format : values()) {
            if (name.endsWith(format.extension())) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** Writes a file as a whole: a failure leaves what was there before. */
    void replace(Path file, ComputedFeature computed) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            write(fresh, computed);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
    }
}
