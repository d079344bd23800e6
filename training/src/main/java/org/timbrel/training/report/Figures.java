package org.timbrel.training.report;

import java.util.Locale;

/** How figures stand in pictures and reports: the same everywhere, whatever the machine's language. */
final class Figures {
    private Figures() {}

    /** A share from 0 to 1 as "81.0%". */
    static String percent(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f%%", 100 * share) : "–";
    }

    /** A figure with as many digits after the point, or a dash if it is not finite. */
    static String decimal(double value, int digits) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + digits + "f", value) : "–";
    }

    /** A count as "57,802". */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A time as "48 s", "4 min 12 s" or "2 h 05 min". */
    static String duration(double seconds) {
        long s = Math.round(seconds);
        if (s < 60) {
            return s + " s";
        }
        return s < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", s / 60, s % 60)
                : String.format(Locale.ROOT, "%d h %02d min", s / 3600, s / 60 % 60);
    }
}
