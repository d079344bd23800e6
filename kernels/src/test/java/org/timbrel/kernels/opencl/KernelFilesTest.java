package org.timbrel.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kernel files can be read and tuned: each explains itself, and each tunable says what it is. */
final class KernelFilesTest {
    private static final Path FOLDER = Path.of("src/main/resources/org/timbrel/kernels/opencl");
    private static final Pattern TUNABLE = Pattern.compile("#ifndef (\\w+)\n#define (\\w+) \\w+(.*)\n");

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void eachFileBeginsWithADrawingAndNamesItsPlainVersion() throws IOException {
        for (Path file : files(".cl")) {
            String text = Files.readString(file);
            String header = text.substring(0, text.indexOf("\n\n"));
            assertTrue(header.lines().allMatch(line -> line.startsWith("//")), file + " begins with a comment");
            assertTrue(header.contains("\n//     "), file + " draws how it is cut");
            boolean plain = text.contains("Plain version") || text.contains("_plain(") || file.endsWith("prelude.cl");
            assertTrue(plain, file + " says what it does without any tiling");
        }
    }

    @Test
    void eachTunableSaysWhatItIs() throws IOException {
        for (Path file : files(".cl")) {
            Matcher tunables = TUNABLE.matcher(Files.readString(file));
            while (tunables.find()) {
                assertEquals(tunables.group(1), tunables.group(2), file.toString());
                assertTrue(tunables.group(3).startsWith(" // "), file + ": " + tunables.group(1) + " says nothing");
            }
        }
    }

    /** A setting of one file that its kernels don't know would be a mistake that changes nothing. */
    @ParameterizedTest
    @EnumSource
    void settingsOfAFileAreTunablesOfIt(DeviceClass deviceClass) throws IOException {
        Set<String> settings = KernelSettings.of(deviceClass).values().keySet();
        Set<String> common = Tunable.all().stream().map(Tunable::name).collect(Collectors.toSet());
        for (Path file : files(".cl")) {
            String name = name(file);
            String text = Files.readString(file) + Files.readString(FOLDER.resolve("prelude.cl"));
            settings.stream()
                    .filter(setting -> setting.startsWith(name + "."))
                    .map(setting -> setting.substring(name.length() + 1))
                    .filter(setting -> !common.contains(setting))
                    .forEach(setting -> assertTrue(
                            text.contains("#ifndef " + setting + "\n"), deviceClass + ": " + name + "." + setting));
        }
    }

    /** What {@code tunables.properties} says of a number is what its kernel file says of it. */
    @Test
    void theListOfTunablesSaysWhatTheKernelsSay() throws IOException {
        for (Tunable tunable : Tunable.all()) {
            int dot = tunable.name().indexOf('.');
            String file = dot < 0 ? "prelude" : tunable.name().substring(0, dot);
            String define = "#define " + tunable.name().substring(dot + 1) + " ";
            List<String> said = Files.readString(FOLDER.resolve(file + ".cl"))
                    .lines()
                    .filter(line -> line.startsWith(define) && line.contains(" // "))
                    .map(line -> line.substring(line.indexOf(" // ") + 4))
                    .toList();
            // the common ones but VECTOR are numbers of launches, which no kernel sees
            assertEquals(dot < 0 && said.isEmpty() ? List.of() : List.of(tunable.meaning()), said, tunable.name());
        }
    }

    @Test
    void settingsAreForFilesThatThereAre() throws IOException {
        Set<String> names = files(".cl").stream().map(KernelFilesTest::name).collect(Collectors.toSet());
        assertTrue(names.containsAll(KernelSettings.FILES), KernelSettings.FILES.toString());
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".cl", "");
    }
}
