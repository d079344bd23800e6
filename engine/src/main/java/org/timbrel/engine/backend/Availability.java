package org.timbrel.engine.backend;

/**
 * Whether a backend can be opened on this machine.
 *
 * @param available true if it can
 * @param detail what was found if it can, else the reason why not
 * @param remedy what to do to have it; empty if it is available
 */
public record Availability(boolean available, String detail, String remedy) {
    /** A backend that can be opened; {@code detail} says what it found. */
    public static Availability yes(String detail) {
        return new Availability(true, detail, "");
    }

    /** A backend that can't be opened, with the reason and what to do about it. */
    public static Availability no(String reason, String remedy) {
        return new Availability(false, reason, remedy);
    }
}
