package org.timbrel.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        for (Path file : files(".cl")) {
            String name = file.getFileName().toString().replace(".cl", "");
            String text = Files.readString(file) + Files.readString(FOLDER.resolve("prelude.cl"));
            settings(deviceClass)
                    .filter(setting -> setting.startsWith(name + "."))
                    .map(setting -> setting.substring(name.length() + 1))
                    .forEach(setting -> assertTrue(
                            text.contains("#ifndef " + setting + "\n"), deviceClass + ": " + name + "." + setting));
        }
    }

    private static Stream<String> settings(DeviceClass deviceClass) throws IOException {
        Properties properties = new Properties();
        Path file = FOLDER.resolve(deviceClass.name().toLowerCase(Locale.ROOT) + ".properties");
        properties.load(new StringReader(Files.readString(file)));
        return properties.stringPropertyNames().stream();
    }
}
