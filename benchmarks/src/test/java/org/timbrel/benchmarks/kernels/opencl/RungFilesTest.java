package org.timbrel.benchmarks.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.timbrel.kernels.opencl.DeviceClass;

/** The files of the ladder are lessons: each says what it does, draws it, says what limits it, and names its numbers. */
class RungFilesTest {
    private static final Path FOLDER = Path.of("src/main/resources/org/timbrel/benchmarks/kernels/opencl");
    private static final Pattern TUNABLE = Pattern.compile("#ifndef (\\w+)\n#define (\\w+) \\w+(.*)\n");

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @Test
    void eachFileExplainsItselfAndItsNumbers() throws IOException {
        for (Path file : files()) {
            String text = Files.readString(file);
            String header = text.substring(0, text.indexOf("\n\n"));
            assertTrue(header.lines().allMatch(line -> line.startsWith("//")), file + " begins with a comment");
            assertTrue(header.contains("\n//     "), file + " draws how it is cut");
            boolean rung = header.startsWith("// Rung ");
            assertTrue(rung ? header.contains("What limits it: ") : header.contains("Plain version"), file.toString());
            Matcher tunables = TUNABLE.matcher(text);
            while (tunables.find()) {
                assertEquals(tunables.group(1), tunables.group(2), file.toString());
                assertTrue(tunables.group(3).startsWith(" // "), file + ": " + tunables.group(1) + " says nothing");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatARungIsBuiltWithIsATunableOfItsFile(DeviceClass device) throws IOException {
        for (MatmulRung one : MatmulRungs.of(device)) {
            String text = Files.readString(FOLDER.resolve(one.rung().file() + ".cl"));
            for (String number : one.rung().numbers().keySet()) {
                assertTrue(text.contains("#ifndef " + number + "\n"), one.name() + ": " + number);
            }
            String place = one.name().substring(0, 1);
            assertTrue(text.startsWith("// Rung " + place + ", "), one.name() + " and the file's first line agree");
        }
    }
}
