package org.timbrel.training.data;

import java.nio.file.Path;

/**
 * One audio file with its class.
 *
 * @param name its path inside the data folder, with {@code /} on every system: {@code blues/blues.00000.wav}
 * @param label index of its class
 * @param path where it is
 */
public record Track(String name, int label, Path path) {}
