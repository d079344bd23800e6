package org.timbrel.training.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;
import org.timbrel.training.report.Picture.Align;

/** How features go together over tracks: Pearson's correlation of each pair, as a PNG. */
public final class CorrelationHeatMap {
    private static final int MOST_CELL = 46;
    private static final int ROOM = 560;
    /** In smaller cells no figure can be read. */
    private static final int LEAST_CELL_WITH_FIGURE = 36;

    private static final int MOST_LABEL = 180;

    private CorrelationHeatMap() {}

    /**
     * Draws the correlations.
     *
     * @param note where the figures come from
     * @param names of the features, at most 60
     * @param samples (tracks, features), none of them NaN
     * @return the bytes of a PNG
     * @throws IOException if this Java installation can't draw text
     */
    public static byte[] png(String title, String note, List<String> names, double[][] samples) throws IOException {
        return draw(title, note, names, samples).png();
    }

    static Picture draw(String title, String note, List<String> names, double[][] samples) throws IOException {
        int cell = Math.min(MOST_CELL, ROOM / names.size());
        int side = cell * names.size();
        int labels = Math.min(MOST_LABEL, 16 + 8 * longest(names));
        int top = Picture.CONTENT + labels;
        int left = Picture.MARGIN + labels;
        Picture picture = Picture.blank(Picture.WIDTH, top + side + Picture.MARGIN);
        picture.header(title, note, Picture.WIDTH);
        for (int a = 0; a < names.size(); a++) {
            picture.style(Picture.NUMBER, Picture.INK);
            String name = picture.fitted(names.get(a), labels - 10.0);
            double middle = cell * (a + 0.5) + 4;
            picture.text(name, left - 8.0, top + middle, Align.RIGHT);
            picture.textUpwards(name, left + middle, top - 8.0, Align.LEFT);
            for (int b = 0; b < names.size(); b++) {
                drawCell(
                        picture,
                        new Rectangle2D.Double(left + b * cell, top + a * cell, cell, cell),
                        correlation(samples, a, b));
            }
        }
        picture.pen().setColor(Picture.INK);
        picture.pen().setStroke(new BasicStroke(0.8f));
        picture.pen().drawRect(left, top, side, side);
        DivergingColours.drawScale(
                picture, new Rectangle2D.Double(left + side + 24.0, top, 12, Math.min(200, Math.max(60, side))), 1, 0);
        return picture;
    }

    private static int longest(List<String> names) {
        return names.stream().mapToInt(String::length).max().orElse(0);
    }

    private static void drawCell(Picture picture, Rectangle2D place, double value) {
        Color fill = Double.isNaN(value) ? Picture.GRID : DivergingColours.colour(value);
        picture.pen().setColor(fill);
        picture.pen().fill(place);
        if (place.getWidth() >= LEAST_CELL_WITH_FIGURE) {
            picture.style(Picture.font(Font.PLAIN, 11), Picture.textOn(fill))
                    .text(Figures.decimal(value, 2), place.getCenterX(), place.getCenterY() + 4, Align.CENTRE);
        }
    }

    /** Pearson's coefficient of two columns; NaN if one of them is constant. */
    static double correlation(double[][] samples, int a, int b) {
        double meanA = 0;
        double meanB = 0;
        for (double[] sample : samples) {
            meanA += sample[a] / samples.length;
            meanB += sample[b] / samples.length;
        }
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (double[] sample : samples) {
            ab += (sample[a] - meanA) * (sample[b] - meanB);
            aa += (sample[a] - meanA) * (sample[a] - meanA);
            bb += (sample[b] - meanB) * (sample[b] - meanB);
        }
        return aa == 0 || bb == 0 ? Double.NaN : ab / Math.sqrt(aa * bb);
    }
}
