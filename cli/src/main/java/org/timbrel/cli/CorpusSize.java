package org.timbrel.cli;

import java.util.Locale;

/**
 * How much of the composed corpus is wanted.
 *
 * @param tracks over all styles
 * @param seconds of each track
 * @param seed of the composer
 */
record CorpusSize(int tracks, double seconds, long seed) {
    /** What {@code timbrel train} composes if it is given no data. */
    static final CorpusSize DEFAULT = new CorpusSize(200, 10, 1);

    CorpusSize {
        if (tracks < 1 || !(seconds > 0) || !(seconds <= 3600)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--tracks must be at least 1 and --seconds above 0 and at most 3600, got " + tracks + " and "
                            + seconds + ".");
        }
    }

    String secondsText() {
        return seconds == Math.rint(seconds)
                ? String.format(Locale.ROOT, "%.0f", seconds)
                : String.format(Locale.ROOT, "%s", seconds);
    }
}
