package org.timbrel.training.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.timbrel.training.report.Picture.Align;

/**
 * How features spread over the tracks of each class, a panel a feature, as a PNG: a dot a track, a box from the first
 * quartile to the third, and a stroke at the median.
 */
public final class FeatureDistribution {
    private static final int ROW = 26;
    private static final int LABELS = 110;
    private static final int GAP = 30;
    private static final int AXIS = 52;
    private static final int MOST_TICKS = 4;

    /** A feature: its name stands above its panel, the unit below. */
    public record Panel(String name, String unit) {}

    private FeatureDistribution() {}

    /**
     * Draws the distributions.
     *
     * @param note where the figures come from
     * @param classes names, from the top down
     * @param labels class of each track
     * @param features a panel each; up to four have room
     * @param samples (tracks, features), all finite
     * @return the bytes of a PNG
     * @throws IOException if this Java installation can't draw text
     */
    public static byte[] png(
            String title, String note, List<String> classes, int[] labels, List<Panel> features, double[][] samples)
            throws IOException {
        return draw(title, note, classes, labels, features, samples).png();
    }

    static Picture draw(
            String title, String note, List<String> classes, int[] labels, List<Panel> features, double[][] samples)
            throws IOException {
        int top = Picture.CONTENT + 22;
        int height = ROW * classes.size();
        Picture picture = Picture.blank(Picture.WIDTH, top + height + AXIS);
        picture.header(title, note, Picture.WIDTH);
        picture.style(Picture.LABEL, Picture.INK);
        for (int c = 0; c < classes.size(); c++) {
            String name = picture.fitted(classes.get(c), LABELS - 14.0);
            picture.text(name, Picture.MARGIN + LABELS - 10.0, top + ROW * (c + 0.5) + 4.5, Align.RIGHT);
        }
        double width = (Picture.WIDTH - 2.0 * Picture.MARGIN - LABELS + GAP) / features.size() - GAP;
        for (int f = 0; f < features.size(); f++) {
            int feature = f;
            double[] values = Arrays.stream(samples)
                    .mapToDouble(sample -> sample[feature])
                    .toArray();
            Rectangle2D place = new Rectangle2D.Double(Picture.MARGIN + LABELS + f * (width + GAP), top, width, height);
            picture.style(Picture.LABEL, Picture.INK)
                    .text(picture.fitted(features.get(f).name(), width), place.getX(), top - 9.0, Align.LEFT);
            picture.style(Picture.NUMBER, Picture.FAINT_INK)
                    .text(
                            picture.fitted(features.get(f).unit(), width),
                            place.getCenterX(),
                            place.getMaxY() + 35,
                            Align.CENTRE);
            drawPanel(picture, place, values, labels, classes.size());
        }
        return picture;
    }

    private static void drawPanel(Picture picture, Rectangle2D place, double[] values, int[] labels, int classes) {
        double low = Arrays.stream(values).min().orElse(0);
        double high = Arrays.stream(values).max().orElse(1);
        double room = high > low ? 0.04 * (high - low) : 1;
        Scale scale = new Scale(place, low - room, high + room);
        drawAxis(picture, scale);
        for (int c = 0; c < classes; c++) {
            int wanted = c;
            double[] own = IntStream.range(0, values.length)
                    .filter(i -> labels[i] == wanted)
                    .mapToDouble(i -> values[i])
                    .sorted()
                    .toArray();
            if (own.length > 0) {
                drawClass(picture.pen(), scale, place.getY() + ROW * (c + 0.5), own);
            }
        }
    }

    /** From values to places. */
    record Scale(Rectangle2D place, double low, double high) {
        double x(double value) {
            return place.getX() + place.getWidth() * (value - low) / (high - low);
        }
    }

    private static void drawAxis(Picture picture, Scale scale) {
        Graphics2D g = picture.pen();
        Rectangle2D place = scale.place();
        double step = LinePlot.step(scale.high() - scale.low(), MOST_TICKS, 0);
        g.setStroke(new BasicStroke(1f));
        for (double i = Math.ceil(scale.low() / step); i * step <= scale.high(); i++) {
            double x = scale.x(i * step);
            g.setColor(Picture.GRID);
            g.draw(new Line2D.Double(x, place.getY(), x, place.getMaxY()));
            String text = LinePlot.label(i * step + 0.0, step);
            double half = picture.width(Picture.NUMBER, text) / 2;
            if (x - half >= place.getX() - GAP / 2.0 && x + half <= place.getMaxX() + GAP / 2.0) {
                picture.style(Picture.NUMBER, Picture.INK).text(text, x, place.getMaxY() + 17, Align.CENTRE);
            }
        }
        g.setColor(Picture.INK);
        g.draw(new Line2D.Double(place.getX(), place.getMaxY(), place.getMaxX(), place.getMaxY()));
    }

    private static void drawClass(Graphics2D g, Scale scale, double middle, double[] sorted) {
        double first = scale.x(quantile(sorted, 0.25));
        double third = scale.x(quantile(sorted, 0.75));
        Rectangle2D box = new Rectangle2D.Double(first, middle - 8, third - first, 16);
        g.setColor(new Color(0xD6E6F2));
        g.fill(box);
        g.setColor(Picture.BLUE);
        for (double value : sorted) {
            g.fill(new Ellipse2D.Double(scale.x(value) - 2, middle - 2, 4, 4));
        }
        g.setStroke(new BasicStroke(1f));
        g.draw(box);
        g.setStroke(new BasicStroke(2.4f));
        g.setColor(Picture.VERMILION);
        double median = scale.x(quantile(sorted, 0.5));
        g.draw(new Line2D.Double(median, middle - 8, median, middle + 8));
    }

    /** Between the two nearest values, as NumPy's default. */
    static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }
}
