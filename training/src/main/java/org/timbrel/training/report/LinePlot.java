package org.timbrel.training.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.timbrel.training.report.Picture.Align;

/** Lines over a whole-numbered axis, both axes from a fixed start, each line named at its end rather than in a legend. */
final class LinePlot {
    private static final int TICK_LENGTH = 4;
    private static final float[] DOTS = {1.5f, 4f};

    static final Font NAME = Picture.font(Font.BOLD, 12);

    private final Picture picture;
    private final Graphics2D g;
    private final Rectangle plot; // the inside of the axes
    private final int xMin;
    private final int xMax;
    private final double yMax;

    /**
     * A plot with room for tick labels to the left and below, and for the names of the lines to the right.
     *
     * @param plot the inside of the axes
     * @param xMin first value of the horizontal axis
     * @param xMax last value of the horizontal axis, above {@code xMin}
     * @param yMax highest value of the vertical axis, which starts at 0
     */
    LinePlot(Picture picture, Rectangle plot, int xMin, int xMax, double yMax) {
        this.picture = picture;
        this.g = picture.pen();
        this.plot = plot;
        this.xMin = xMin;
        this.xMax = xMax;
        this.yMax = yMax;
    }

    /** A named line through points in the units of the axes; points that are not finite are left out. */
    record Line(String name, Color colour, List<Point2D> points) {
        Line {
            points = points.stream()
                    .filter(point -> Double.isFinite(point.getY()))
                    .toList();
        }

        Point2D end() {
            return points.get(points.size() - 1);
        }
    }

    void drawAxes(String title, String xName) {
        picture.style(Picture.HEADING, Picture.INK).text(title, plot.x, plot.y - 26, Align.LEFT);
        g.setFont(Picture.NUMBER);
        double yStep = step(yMax, 5, 0);
        for (int i = 0; i * yStep <= yMax * 1.0001; i++) {
            String label = label(i * yStep, yStep);
            g.setColor(Picture.GRID);
            g.setStroke(new BasicStroke(1f));
            g.draw(new Line2D.Double(plot.x, y(i * yStep), plot.getMaxX(), y(i * yStep)));
            g.setColor(Picture.INK);
            picture.text(label, plot.x - 8, y(i * yStep) + 4.5, Align.RIGHT);
        }
        g.draw(new Line2D.Double(plot.x, plot.getMaxY(), plot.getMaxX(), plot.getMaxY()));
        int xStep = (int) step(xMax, 8, 1);
        for (int x = xMin; x <= xMax; x = x == xMin && xStep > 1 ? xStep : x + xStep) {
            String label = Integer.toString(x);
            g.draw(new Line2D.Double(x(x), plot.getMaxY(), x(x), plot.getMaxY() + TICK_LENGTH));
            picture.text(label, x(x), plot.getMaxY() + 18, Align.CENTRE);
        }
        picture.style(Picture.NUMBER, Picture.FAINT_INK)
                .text(xName, plot.getCenterX(), plot.getMaxY() + 38, Align.CENTRE);
    }

    /** Draws the lines, with a dot a point if {@code dots}, and their names at their ends, moved apart if need be. */
    void drawLines(List<Line> lines, boolean dots) {
        List<Line> shown =
                lines.stream().filter(line -> !line.points().isEmpty()).toList();
        for (Line line : shown) {
            g.setColor(line.colour());
            g.setStroke(new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            Path2D path = new Path2D.Double();
            for (Point2D point : line.points()) {
                double px = x(point.getX());
                double py = y(point.getY());
                if (path.getCurrentPoint() == null) {
                    path.moveTo(px, py);
                } else {
                    path.lineTo(px, py);
                }
                if (dots) {
                    g.fill(new Ellipse2D.Double(px - 3, py - 3, 6, 6));
                }
            }
            g.draw(path);
        }
        drawNames(shown);
    }

    /** Beside the ends of their lines, moved apart downwards, and upwards again from the foot of the plot. */
    private void drawNames(List<Line> lines) {
        List<Line> fromTheTop = new ArrayList<>(lines);
        fromTheTop.sort(Comparator.comparingDouble(line -> -line.end().getY()));
        double height = g.getFontMetrics(NAME).getHeight();
        double[] baselines = new double[fromTheTop.size()];
        for (int i = 0; i < baselines.length; i++) {
            double free = i == 0 ? plot.y : baselines[i - 1] + height;
            baselines[i] = Math.max(y(fromTheTop.get(i).end().getY()) + 4, free);
        }
        double foot = plot.getMaxY();
        for (int i = baselines.length - 1; i >= 0; i--) {
            baselines[i] = Math.min(baselines[i], foot);
            foot = baselines[i] - height;
        }
        for (int i = 0; i < baselines.length; i++) {
            Line line = fromTheTop.get(i);
            picture.style(NAME, line.colour()).text(line.name(), x(line.end().getX()) + 9, baselines[i], Align.LEFT);
        }
    }

    /** Marks a point of a line by a ring and a dotted line up to its name above the plot. */
    void mark(int atX, double atY, Color fill, String name) {
        g.setColor(Picture.FAINT_INK);
        g.setStroke(new BasicStroke(1.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1f, DOTS, 0f));
        g.draw(new Line2D.Double(x(atX), plot.y - 4, x(atX), plot.getMaxY()));
        Ellipse2D ring = new Ellipse2D.Double(x(atX) - 5, y(atY) - 5, 10, 10);
        g.setColor(fill);
        g.fill(ring);
        g.setColor(Picture.INK);
        g.setStroke(new BasicStroke(2f));
        g.draw(ring);
        picture.style(Picture.NUMBER, Picture.INK);
        double width = picture.width(Picture.NUMBER, name);
        double left = Math.max(plot.x, Math.min(x(atX) - width / 2, plot.getMaxX() - width));
        picture.text(name, left, plot.y - 8.0, Align.LEFT);
    }

    private double x(double value) {
        return plot.x + plot.width * (value - xMin) / (xMax - xMin);
    }

    private double y(double value) {
        return plot.getMaxY() - plot.height * Math.min(value, yMax) / yMax;
    }

    /** The step of 1, 2 or 5 times a power of ten, at least {@code least}, that gives at most {@code most} steps. */
    static double step(double span, int most, double least) {
        double power = Math.pow(10, Math.floor(Math.log10(span / most)));
        for (double step : new double[] {power, 2 * power, 5 * power}) {
            if (span / step <= most) {
                return Math.max(step, least);
            }
        }
        return Math.max(10 * power, least);
    }

    /** A value with as many digits as its step needs. */
    static String label(double value, double step) {
        int digits = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
