package org.timbrel.audio.fourier;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Reads the source of the transforms: what changes bits once it is compiled must not be used in them, nor a fused
 * multiply-add, since plain and fast transform have to round alike.
 */
class RepeatabilityRulesTest {
    private static final Path SOURCE = Path.of("src/main/java/org/timbrel/audio/fourier");

    private static final Pattern FORBIDDEN = Pattern.compile("\\breduceLanes|\\bfma\\b|\\bVectorOperators\\b"
            + "|\\bMath\\.(sin|cos|tan|exp|log|log10|pow|tanh|cbrt)\\b");

    @Test
    void noOperationIsUsedWhoseBitsChange() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCE)) {
            List<Path> sources =
                    files.filter(f -> f.toString().endsWith(".java")).toList();
            assertTrue(sources.size() > 10, "found " + sources.size() + " files in " + SOURCE.toAbsolutePath());
            for (Path source : sources) {
                var match = FORBIDDEN.matcher(Files.readString(source));
                assertFalse(match.find(), () -> source + " uses " + match.group() + ", whose results don't repeat");
            }
        }
    }
}
