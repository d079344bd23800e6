package org.timbrel.cli;

import java.util.Locale;

/** One line on a terminal that is drawn again and again; elsewhere nothing. Calls may come from several threads. */
final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 24;
    private static final int LINE = 79; // a line that wraps can't be drawn over
    private static final long REDRAW_NANOS = 80_000_000;
    private static final String ERASE = "\r\u001b[K";

    private final Terminal terminal;
    private long drawn;
    private boolean visible;

    ProgressBar(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Draws {@code label [####----] done/total note}, at most every 80 ms, and always when all is done. */
    synchronized void show(String label, int done, int total, String note) {
        long now = System.nanoTime();
        if (!terminal.live() || (visible && done < total && now - drawn < REDRAW_NANOS)) {
            return;
        }
        drawn = now;
        visible = true;
        int filled = total == 0 ? 0 : (int) ((long) WIDTH * done / total);
        String line = String.format(
                Locale.ROOT,
                "%s [%s%s] %d/%d  %s",
                label,
                "#".repeat(filled),
                "-".repeat(WIDTH - filled),
                done,
                total,
                note);
        terminal.err().print(ERASE + line.substring(0, Math.min(LINE, line.length())));
        terminal.err().flush();
    }

    /** Makes room for a line of its own. */
    synchronized void clear() {
        if (visible) {
            terminal.err().print(ERASE);
            terminal.err().flush();
            visible = false;
        }
    }

    @Override
    public void close() {
        clear();
    }
}
