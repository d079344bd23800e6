package org.timbrel.training.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.io.IOException;
import java.util.List;
import org.timbrel.training.metrics.ConfusionMatrix;
import org.timbrel.training.report.Picture.Align;
import org.timbrel.training.run.Provenance;

/**
 * A confusion matrix as a PNG: a row a true class, a column a predicted class. A cell shows the count and, below, its
 * share of the row; the colour is that share, from white to dark blue. Recall stands to the right, precision below.
 */
public final class ConfusionMatrixPicture {
    private static final int CELL = 58;
    private static final int HEADER = 104;
    private static final int MARGIN = 24;
    private static final int GAP = 10;
    /** White to dark blue, even in lightness: the single-hue scale "Blues" of ColorBrewer, thinned out. */
    private static final Color[] BLUES = {
        new Color(0xFFFFFF), new Color(0xDEEBF7), new Color(0x9ECAE1), new Color(0x4292C6), new Color(0x08519C)
    };

    private final ConfusionMatrix matrix;
    private final String title;
    private final Provenance provenance;
    private final int labels; // width of the longest class name
    private final Picture picture;
    private final Graphics2D g;

    private ConfusionMatrixPicture(
            ConfusionMatrix matrix, String title, Provenance provenance, int labels, Picture picture) {
        this.matrix = matrix;
        this.title = title;
        this.provenance = provenance;
        this.labels = labels;
        this.picture = picture;
        this.g = picture.pen();
    }

    /**
     * Draws a matrix.
     *
     * @param title what was tested, such as "harmonynet, test side, by track"; the accuracy is added
     * @param matrix at least one class
     * @return the bytes of a PNG
     * @throws IOException if this Java installation can't draw text
     */
    public static byte[] png(String title, Provenance provenance, ConfusionMatrix matrix) throws IOException {
        return draw(title, provenance, matrix).png();
    }

    static Picture draw(String title, Provenance provenance, ConfusionMatrix matrix) throws IOException {
        int longest =
                matrix.classNames().stream().mapToInt(String::length).max().orElse(0);
        int labels = Math.max(76, Math.min(220, 16 + 7 * longest));
        int side = CELL * matrix.classes();
        int width = Math.max(760, MARGIN + 22 + labels + side + CELL + MARGIN);
        int height = HEADER + 22 + labels + side + CELL + MARGIN;
        Picture picture = Picture.blank(width, height);
        new ConfusionMatrixPicture(matrix, title, provenance, labels, picture).draw(width);
        return picture;
    }

    private void draw(int width) {
        drawHeader(width);
        int left = MARGIN + 22 + labels;
        int top = HEADER + 22 + labels;
        int side = CELL * matrix.classes();
        drawNames(left, top);
        for (int t = 0; t < matrix.classes(); t++) {
            for (int p = 0; p < matrix.classes(); p++) {
                drawCell(left + p * CELL, top + t * CELL, matrix.count(t, p), matrix.support(t));
            }
        }
        g.setColor(Picture.INK);
        g.setStroke(new BasicStroke(1f));
        g.drawRect(left, top, side, side);
        drawMargins(left, top, side);
    }

    private void drawHeader(int width) {
        picture.style(Picture.TITLE, Picture.INK).text("Confusion matrix: " + title, MARGIN, 28, Align.LEFT);
        picture.style(Picture.font(Font.PLAIN, 14), Picture.INK)
                .text(
                        "accuracy " + Figures.percent(matrix.accuracy()) + " (" + matrix.correct() + " of "
                                + matrix.total() + ")",
                        MARGIN,
                        51,
                        Align.LEFT);
        picture.style(Picture.NUMBER, Picture.FAINT_INK)
                .paragraph(provenance.describe(), MARGIN, 72, width - 2 * MARGIN);
    }

    private void drawNames(int left, int top) {
        List<String> names = matrix.classNames();
        int side = CELL * names.size();
        g.setColor(Picture.FAINT_INK);
        g.setFont(Picture.font(Font.PLAIN, 12));
        centred("taken for", left + side / 2, HEADER + 14);
        picture.textUpwards("true class", MARGIN + 12.0, top + side / 2.0, Align.CENTRE);
        g.setColor(Picture.INK);
        g.setFont(Picture.font(Font.PLAIN, 13));
        for (int c = 0; c < names.size(); c++) {
            String name = picture.fitted(names.get(c), labels - GAP);
            int middle = c * CELL + CELL / 2 + 5;
            picture.text(name, left - GAP, top + middle, Align.RIGHT);
            picture.textUpwards(name, left + middle, top - GAP, Align.LEFT);
        }
    }

    private void drawCell(int x, int y, long count, long support) {
        double share = support == 0 ? 0 : (double) count / support;
        Color fill = colour(share);
        g.setColor(fill);
        g.fillRect(x, y, CELL, CELL);
        g.setColor(Picture.GRID);
        g.setStroke(new BasicStroke(0.5f));
        g.drawRect(x, y, CELL, CELL);
        if (count == 0) {
            return;
        }
        g.setColor(Picture.textOn(fill));
        g.setFont(Picture.font(Font.BOLD, 15));
        centred(Long.toString(count), x + CELL / 2, y + CELL / 2 + 1);
        g.setFont(Picture.font(Font.PLAIN, 11));
        centred(Math.round(100 * share) + "%", x + CELL / 2, y + CELL / 2 + 17);
    }

    private void drawMargins(int left, int top, int side) {
        g.setColor(Picture.FAINT_INK);
        g.setFont(Picture.font(Font.PLAIN, 12));
        centred("recall", left + side + CELL / 2, top - GAP);
        picture.text("precision", left - GAP, top + side + 24, Align.RIGHT);
        for (int c = 0; c < matrix.classes(); c++) {
            int middle = c * CELL + CELL / 2;
            centred(Math.round(100 * matrix.recall(c)) + "%", left + side + CELL / 2, top + middle + 5);
            centred(Math.round(100 * matrix.precision(c)) + "%", left + middle, top + side + 24);
        }
    }

    /** The colour of a share from 0 to 1. */
    static Color colour(double share) {
        double place = Math.max(0, Math.min(1, share)) * (BLUES.length - 1);
        int below = Math.min((int) place, BLUES.length - 2);
        double rest = place - below;
        return new Color(
                mix(BLUES[below].getRed(), BLUES[below + 1].getRed(), rest),
                mix(BLUES[below].getGreen(), BLUES[below + 1].getGreen(), rest),
                mix(BLUES[below].getBlue(), BLUES[below + 1].getBlue(), rest));
    }

    private static int mix(int from, int to, double rest) {
        return (int) Math.round(from + (to - from) * rest);
    }

    private void centred(String text, int x, int y) {
        picture.text(text, x, y, Align.CENTRE);
    }
}
