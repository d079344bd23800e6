package org.timbrel.training.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.timbrel.training.report.Picture.Align;

/**
 * Bars to the right from 0, a group a label and a bar a series, with error bars and the figure of each at the right
 * edge; and broken lines across all groups, for what the bars are measured against. Immutable: {@link #series} and
 * {@link #line} give a chart with one thing more.
 *
 * <pre>{@code
 * byte[] png = BarChart.of("One feature at a time", provenance, "accuracy by track, %", features)
 *         .series("CNN", cnnMeans, cnnDeviations)
 *         .series("LSTM", lstmMeans, lstmDeviations)
 *         .line("all features, CNN", 46.6, 0)
 *         .line("majority class", 10)
 *         .png();
 * }</pre>
 */
public final class BarChart {
    private static final int BAR = 17;
    private static final int GROUP_GAP = 12;
    private static final int ROW = 22;
    private static final int AXIS = 56;
    private static final int MOST_LABEL = 320;
    private static final int MOST_TICKS = 8;
    private static final int NO_SERIES = -1;
    private static final float[] DASHES = {5f, 4f};

    private record Series(String name, List<Double> values, List<Double> errors) {
        double end(int group) {
            double error = errors.isEmpty() ? 0 : errors.get(group);
            return values.get(group) + (Double.isFinite(error) ? error : 0);
        }

        String figure(int group, int digits) {
            String value = Figures.decimal(values.get(group), digits);
            boolean error = !errors.isEmpty() && Double.isFinite(values.get(group) + errors.get(group));
            return error ? value + " ± " + Figures.decimal(errors.get(group), digits) : value;
        }
    }

    private record Line(String name, double value, int series) {}

    private final String title;
    private final String note;
    private final String axis;
    private final List<String> labels;
    private final List<Series> series;
    private final List<Line> lines;

    private BarChart(
            String title, String note, String axis, List<String> labels, List<Series> series, List<Line> lines) {
        this.title = title;
        this.note = note;
        this.axis = axis;
        this.labels = List.copyOf(labels);
        this.series = List.copyOf(series);
        this.lines = List.copyOf(lines);
    }

    /**
     * A chart without bars yet.
     *
     * @param note where the figures come from, such as {@code provenance.describe()}, and what the error bars are
     * @param axis quantity and unit, such as "accuracy by track, %"
     * @param labels one a group of bars, from the top down
     */
    public static BarChart of(String title, String note, String axis, List<String> labels) {
        return new BarChart(title, note, axis, labels, List.of(), List.of());
    }

    /** The same chart with a bar more in each group; see {@link #series(String, List, List)}. */
    public BarChart series(String name, List<Double> values) {
        return series(name, values, List.of());
    }

    /**
     * The same chart with a bar more in each group.
     *
     * @param name for the legend
     * @param values one a label, 0 or more, in the units of the axis; NaN leaves the bar out and shows a dash
     * @param errors half the length of each error bar; NaN for none; or an empty list for none at all
     * @throws IllegalArgumentException if there is not one value a label, or a value is negative
     */
    public BarChart series(String name, List<Double> values, List<Double> errors) {
        if (values.size() != labels.size() || (!errors.isEmpty() && errors.size() != labels.size())) {
            throw new IllegalArgumentException("A bar chart of " + labels.size()
                    + " labels needs as many values, and as many errors or none; got " + values.size() + " and "
                    + errors.size() + " for " + name + ".");
        }
        if (values.stream().anyMatch(value -> value < 0 || Double.isInfinite(value))) {
            throw new IllegalArgumentException(
                    "Bars need values of 0 or more, got " + values + " for " + name + "; show others as lines.");
        }
        List<Series> longer = new ArrayList<>(series);
        longer.add(new Series(name, List.copyOf(values), List.copyOf(errors)));
        return new BarChart(title, note, axis, labels, longer, lines);
    }

    /** The same chart with a line across all groups, such as a baseline. */
    public BarChart line(String name, double value) {
        return line(name, value, NO_SERIES);
    }

    /**
     * The same chart with a line across all groups in the colour of a series.
     *
     * @param ofSeries index of the series that the line belongs to, from 0
     */
    public BarChart line(String name, double value, int ofSeries) {
        List<Line> longer = new ArrayList<>(lines);
        longer.add(new Line(name, value, ofSeries));
        return new BarChart(title, note, axis, labels, series, longer);
    }

    /**
     * Draws the chart.
     *
     * @return the bytes of a PNG
     * @throws IOException if this Java installation can't draw text
     */
    public byte[] png() throws IOException {
        return draw().png();
    }

    Picture draw() throws IOException {
        int top = Picture.CONTENT + (series.size() > 1 ? ROW : 0) + ROW * lines.size() + 6;
        int height = labels.size() * group() + GROUP_GAP;
        Picture picture = Picture.blank(Picture.WIDTH, top + height + AXIS);
        picture.header(title, note, Picture.WIDTH);
        Rectangle2D plot = plot(picture, top, height);
        drawAxis(picture, plot);
        drawBars(picture, plot);
        drawLines(picture, plot);
        if (series.size() > 1) {
            drawLegend(picture, plot.getX());
        }
        return picture;
    }

    /** Between the longest label and the longest figure. */
    private Rectangle2D plot(Picture picture, int top, int height) {
        double label = labels.stream()
                .mapToDouble(text -> picture.width(Picture.LABEL, text))
                .max()
                .orElse(0);
        double figure = series.stream()
                .flatMapToDouble(s -> DoubleStream.iterate(0, g -> g < labels.size(), g -> g + 1)
                        .map(g -> picture.width(Picture.NUMBER, s.figure((int) g, digits()))))
                .max()
                .orElse(0);
        double left = Picture.MARGIN + Math.min(MOST_LABEL, label) + 12;
        double right = Picture.WIDTH - Picture.MARGIN - figure - 14;
        return new Rectangle2D.Double(left, top, right - left, height);
    }

    /** The nominal length of an axis unit, for the tests. */
    double unit(Picture picture) {
        return plot(picture, 0, 1).getWidth() / most();
    }

    private int group() {
        return Math.max(1, series.size()) * BAR + GROUP_GAP;
    }

    /** The end of the axis: a tick, not below any bar, error bar or line. */
    private double most() {
        double highest = Stream.concat(
                        series.stream().flatMap(s -> Stream.iterate(0, g -> g < labels.size(), g -> g + 1)
                                .map(s::end)),
                        lines.stream().map(Line::value))
                .filter(Double::isFinite)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        double step = LinePlot.step(highest > 0 ? highest : 1, MOST_TICKS, 0);
        return step * Math.ceil((highest > 0 ? highest : 1) / step - 1e-9);
    }

    /** Digits after the point: figures of percent have one, shares three. */
    private int digits() {
        return most() > 10 ? 1 : most() > 1 ? 2 : 3;
    }

    private void drawAxis(Picture picture, Rectangle2D plot) {
        Graphics2D g = picture.pen();
        double most = most();
        double step = LinePlot.step(most, MOST_TICKS, 0);
        g.setStroke(new BasicStroke(1f));
        for (int i = 0; i * step <= most * 1.0001; i++) {
            double x = x(plot, i * step);
            g.setColor(i == 0 ? Picture.INK : Picture.GRID);
            g.draw(new Line2D.Double(x, plot.getY(), x, plot.getMaxY()));
            picture.style(Picture.NUMBER, Picture.INK)
                    .text(LinePlot.label(i * step, step), x, plot.getMaxY() + 17, Align.CENTRE);
        }
        picture.style(Picture.NUMBER, Picture.FAINT_INK)
                .text(axis, plot.getCenterX(), plot.getMaxY() + 38, Align.CENTRE);
    }

    private void drawBars(Picture picture, Rectangle2D plot) {
        for (int group = 0; group < labels.size(); group++) {
            double top = plot.getY() + GROUP_GAP + group * group();
            picture.style(Picture.LABEL, Picture.INK);
            double middle = top + (group() - GROUP_GAP) / 2.0;
            picture.text(picture.fitted(labels.get(group), MOST_LABEL), plot.getX() - 10, middle + 4.5, Align.RIGHT);
            for (int s = 0; s < series.size(); s++) {
                drawBar(picture, plot, top + s * BAR, s, group);
            }
        }
    }

    private void drawBar(Picture picture, Rectangle2D plot, double top, int s, int group) {
        Graphics2D g = picture.pen();
        Series of = series.get(s);
        double value = of.values().get(group);
        double middle = top + BAR / 2.0;
        if (Double.isFinite(value)) {
            g.setColor(colour(s));
            g.fill(new Rectangle2D.Double(plot.getX(), top + 1, x(plot, value) - plot.getX(), BAR - 2.0));
            double error = of.end(group) - value;
            if (error > 0) {
                g.setColor(Picture.INK);
                g.setStroke(new BasicStroke(1.4f));
                double low = x(plot, Math.max(0, value - error));
                double high = x(plot, value + error);
                g.draw(new Line2D.Double(low, middle, high, middle));
                g.draw(new Line2D.Double(low, middle - 4, low, middle + 4));
                g.draw(new Line2D.Double(high, middle - 4, high, middle + 4));
            }
        }
        picture.style(Picture.NUMBER, Picture.INK)
                .text(of.figure(group, digits()), Picture.WIDTH - Picture.MARGIN, middle + 4.5, Align.RIGHT);
    }

    /** Each name on a row of its own above the bars, so that near lines can be told apart; a gap in the bars shows each. */
    private void drawLines(Picture picture, Rectangle2D plot) {
        Graphics2D g = picture.pen();
        for (int i = 0; i < lines.size(); i++) {
            double x = x(plot, lines.get(i).value());
            Line2D across = new Line2D.Double(x, baseline(plot, i) + 5, x, plot.getMaxY());
            g.setColor(Color.WHITE);
            g.setStroke(new BasicStroke(4f));
            g.draw(across);
            g.setColor(colour(lines.get(i)));
            g.setStroke(new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1f, DASHES, 0f));
            g.draw(across);
        }
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            String name = line.name() + " " + Figures.decimal(line.value(), digits());
            double half = picture.width(Picture.NUMBER, name) / 2;
            double centre = Math.max(
                    plot.getX() + half, Math.min(x(plot, line.value()), Picture.WIDTH - Picture.MARGIN - half));
            g.setColor(Color.WHITE);
            g.fill(new Rectangle2D.Double(centre - half - 2, baseline(plot, i) - 13, 2 * half + 4, 17));
            picture.style(Picture.NUMBER, colour(line)).text(name, centre, baseline(plot, i), Align.CENTRE);
        }
    }

    private double baseline(Rectangle2D plot, int line) {
        return plot.getY() - 10 - ROW * (lines.size() - 1.0 - line);
    }

    private static Color colour(Line line) {
        return line.series() == NO_SERIES ? Picture.INK : colour(line.series());
    }

    private void drawLegend(Picture picture, double left) {
        double x = left;
        for (int s = 0; s < series.size(); s++) {
            picture.pen().setColor(colour(s));
            picture.pen().fill(new Rectangle2D.Double(x, Picture.CONTENT - 6, 14, 12));
            picture.style(Picture.LABEL, Picture.INK)
                    .text(series.get(s).name(), x + 20, Picture.CONTENT + 5, Align.LEFT);
            x += 20 + picture.width(Picture.LABEL, series.get(s).name()) + 26;
        }
    }

    private double x(Rectangle2D plot, double value) {
        return plot.getX() + plot.getWidth() * value / most();
    }

    private static Color colour(int series) {
        return Picture.SERIES.get(series % Picture.SERIES.size());
    }
}
