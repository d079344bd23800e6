package org.timbrel.kernels.opencl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A line {@code name = value} of a file of settings. Java's own reader of properties forgets the order of lines, and takes
 * whatever stands there for one.
 *
 * @param number of the line, from 1
 * @param name before the sign
 * @param value after it
 */
record SettingLine(int number, String name, String value) {
    /** The lines of a file beside the kernels. */
    static List<SettingLine> ofResource(String resource) {
        try (InputStream in = SettingLine.class.getResourceAsStream(resource)) {
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The lines of a text but empty ones and those that begin with {@code #}.
     *
     * @throws IllegalArgumentException if one is something else
     */
    static List<SettingLine> of(String text) {
        List<SettingLine> lines = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int sign = line.indexOf('=');
            if (sign < 1) {
                throw new IllegalArgumentException("line " + number + ", '" + line + "', is not NAME = VALUE");
            }
            String name = line.substring(0, sign).strip();
            lines.add(new SettingLine(number, name, line.substring(sign + 1).strip()));
        }
        return lines;
    }
}
