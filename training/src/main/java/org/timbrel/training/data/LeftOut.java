package org.timbrel.training.data;

/**
 * A file or folder that is not used.
 *
 * @param name as in {@link Track}
 * @param reason why, without full stop
 */
public record LeftOut(String name, String reason) {}
