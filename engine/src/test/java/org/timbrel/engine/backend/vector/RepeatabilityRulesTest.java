package org.timbrel.engine.backend.vector;

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
 * Reads the source of this package: operations of the Vector API whose bits change once they are compiled must not be used
 * in it.
 */
class RepeatabilityRulesTest {
    private static final Path SOURCE = Path.of("src/main/java/org/timbrel/engine/backend/vector");

    private static final Pattern FORBIDDEN = Pattern.compile("\\breduceLanes\\b|\\breduceLanesToLong\\b"
            + "|VectorOperators\\s*\\.\\s*(SIN|COS|TAN|ASIN|ACOS|ATAN|ATAN2|SINH|COSH|TANH|EXP|EXPM1|LOG|LOG10|LOG1P"
            + "|POW|CBRT|HYPOT)\\b"
            + "|import static jdk\\.incubator\\.vector"
            + "|\\bMath\\.(sin|cos|tan|exp|log|log10|pow|tanh|cbrt)\\b");

    @Test
    void noOperationIsUsedWhoseBitsChangeOnceCompiled() throws IOException {
        try (Stream<Path> files = Files.list(SOURCE)) {
            List<Path> sources =
                    files.filter(f -> f.toString().endsWith(".java")).toList();
            assertTrue(sources.size() > 10, "found " + sources.size() + " files in " + SOURCE.toAbsolutePath());
            for (Path source : sources) {
                String text = Files.readString(source);
                var match = FORBIDDEN.matcher(text);
                assertFalse(match.find(), () -> source + " uses " + match.group() + ", whose results don't repeat");
            }
        }
    }
}
