package org.timbrel.engine.backend;

/**
 * A run of numbers that lives on one backend. It is opaque: values enter and leave through {@link Backend#write} and
 * {@link Backend#read} alone, so that they may lie on a device.
 */
public interface Buffer {
    /** Number of elements. */
    int length();

    /** Whether its numbers are stored as halves, in two bytes each: a kernel that writes one rounds it. */
    default boolean isHalf() {
        return false;
    }
}
