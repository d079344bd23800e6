package org.timbrel.audio.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.timbrel.audio.feature.Feature;
import org.timbrel.audio.feature.Frames;

/**
 * Several features or sounds on one sheet, each a panel of its own with axes: the features of a track one above the
 * other, a spectrogram above an augmented one, or the spectrograms of several tracks. Drawn at twice its nominal size.
 */
public final class FeatureSheet {
    private static final int TOP = 64;
    private static final int LEFT = 62;
    /** Where a row may have a name. */
    private static final int LEFT_OF_ONE = 80;

    private static final int RIGHT = 64;
    private static final int HEADING = 20;
    private static final int AXIS = 44;
    private static final int BAR_GAP = 8;
    private static final int BAR = 10;
    private static final int TICK = 4;
    private static final int LINE = 15;
    /** Frames beyond are averaged: more could not be told apart, and make the file large. */
    private static final int MOST_COLUMNS = 480;
    /** Steps of colour; more could not be told apart either. */
    private static final int LEVELS = 64;

    private final String title;
    private final String note;
    private final int columns;
    private final int panelHeight;
    private final int lines;
    private final boolean sameScale;
    private final List<Panel> panels;
    private final List<FeatureValues> values;
    private final ColorMap colors = new ColorMap(LEVELS);

    /**
     * One panel.
     *
     * @param heading what is shown
     * @param detail a second line; may be empty
     * @param frames the feature's values, or an image that was made of them
     * @param span frames of the feature that the image was made of; 0 for a whole track, however long it was
     * @param unit of the image's values; null where they are the feature's own
     */
    public record Panel(String heading, String detail, Feature feature, Frames frames, int span, String unit) {
        /** The feature's own values. */
        public Panel(String heading, String detail, Feature feature, Frames frames) {
            this(heading, detail, feature, frames, frames.frames(), null);
        }

        private FeatureValues values() {
            return unit == null ? FeatureValues.of(feature, frames) : FeatureValues.scaled(feature, frames, span, unit);
        }
    }

    private FeatureSheet(
            String title, String note, int columns, int panelHeight, boolean sameScale, List<Panel> panels) {
        this.title = title;
        this.note = note;
        this.columns = columns;
        this.panelHeight = panelHeight;
        this.sameScale = sameScale;
        this.panels = List.copyOf(panels);
        this.lines = panels.stream().anyMatch(panel -> !panel.detail().isEmpty()) ? 2 : 1;
        this.values = scaled(panels, sameScale);
    }

    /**
     * Different features of one sound, one above the other.
     *
     * @throws IllegalArgumentException if a panel has no frame, or the number of bins is not its feature's
     */
    public static FeatureSheet stack(String title, String note, List<Panel> panels) {
        return new FeatureSheet(title, note, 1, 96, false, panels);
    }

    /** A sound and what it becomes step by step, one above the other on one scale of colours. */
    public static FeatureSheet steps(String title, String note, List<Panel> panels) {
        return new FeatureSheet(title, note, 1, panels.size() > 2 ? 150 : 210, true, panels);
    }

    /** One feature of several sounds, three in a row, on one scale of colours. */
    public static FeatureSheet gallery(String title, String note, List<Panel> panels) {
        return new FeatureSheet(title, note, 3, 150, true, panels);
    }

    private static List<FeatureValues> scaled(List<Panel> panels, boolean sameScale) {
        List<FeatureValues> own = panels.stream().map(Panel::values).toList();
        if (!sameScale) {
            return own;
        }
        double least = own.stream().mapToDouble(FeatureValues::least).min().orElse(0);
        double most = own.stream().mapToDouble(FeatureValues::most).max().orElse(1);
        return own.stream().map(each -> each.between(least, most)).toList();
    }

    /** Draws the sheet. */
    public BufferedImage render() {
        int rows = (panels.size() + columns - 1) / columns;
        int height = TOP + rows * rowHeight() + AXIS - 20;
        BufferedImage image = new BufferedImage(
                PictureStyle.WIDTH * PictureStyle.SCALE, height * PictureStyle.SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.scale(PictureStyle.SCALE, PictureStyle.SCALE);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, PictureStyle.WIDTH, height);
        pen.setColor(PictureStyle.INK);
        int room = PictureStyle.WIDTH - 2 * PictureStyle.MARGIN;
        pen.setFont(PictureStyle.TITLE);
        pen.drawString(fitted(pen, title, room), PictureStyle.MARGIN, 28);
        pen.setColor(PictureStyle.FAINT_INK);
        pen.setFont(PictureStyle.NUMBER);
        pen.drawString(fitted(pen, note, room), PictureStyle.MARGIN, 50);
        for (int i = 0; i < panels.size(); i++) {
            draw(pen, i);
        }
        pen.dispose();
        return image;
    }

    /** Draws and writes a PNG file, replacing one that is there. */
    public void write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            ImageIO.write(render(), "png", out);
        }
    }

    private int rowHeight() {
        return HEADING + LINE * lines + panelHeight + (columns > 1 ? AXIS : 14);
    }

    /** The inside of a panel's axes, in nominal units. */
    Rectangle place(int panel) {
        int cell = (PictureStyle.WIDTH - PictureStyle.MARGIN - (sameScale ? RIGHT : 0)) / columns;
        int before = columns == 1 ? LEFT_OF_ONE : LEFT;
        int left = cell * (panel % columns) + before;
        int top = TOP + panel / columns * rowHeight() + HEADING + LINE * lines - 6;
        return new Rectangle(left, top, cell - before - (sameScale ? 0 : RIGHT - PictureStyle.MARGIN), panelHeight);
    }

    private void draw(Graphics2D pen, int i) {
        Rectangle place = place(i);
        FeatureValues shown = values.get(i);
        heading(pen, panels.get(i), shown, place);
        if (shown.single()) {
            pen.setColor(PictureStyle.BLUE);
            pen.setStroke(new BasicStroke(1f));
            pen.draw(shown.curve(place));
            ticksBeside(pen, shown.levels(place.height / LINE), place, place.x, -1);
        } else {
            int width = Math.min(Math.min(MOST_COLUMNS, shown.frames().frames()), place.width);
            int height = Math.min(shown.frames().bins(), place.height * PictureStyle.SCALE);
            pen.drawImage(shown.image(width, height, colors), place.x, place.y, place.width, place.height, null);
            ticksBeside(pen, shown.bins(), place, place.x, -1);
            if (!sameScale || i % columns == columns - 1 || i == panels.size() - 1) {
                colourBar(pen, shown, place);
            }
        }
        pen.setColor(PictureStyle.INK);
        pen.setStroke(new BasicStroke(0.8f));
        pen.draw(place);
        boolean last = i + columns >= panels.size();
        if (columns > 1 || last) {
            ticksBelow(pen, shown.time(), place);
        }
    }

    private void heading(Graphics2D pen, Panel panel, FeatureValues shown, Rectangle place) {
        pen.setColor(PictureStyle.INK);
        pen.setFont(PictureStyle.HEADING.deriveFont(13f));
        int baseline = place.y - 8 - LINE * (lines - 1);
        pen.drawString(fitted(pen, panel.heading(), place.width), place.x, baseline);
        pen.setFont(PictureStyle.NUMBER);
        if (!panel.detail().isEmpty()) {
            pen.drawString(fitted(pen, panel.detail(), place.width), place.x, baseline + LINE);
        }
        if (columns == 1) {
            String words = words(shown);
            pen.setColor(PictureStyle.FAINT_INK);
            pen.drawString(
                    words, (float) (place.getMaxX() - pen.getFontMetrics().stringWidth(words)), baseline);
        }
    }

    private static String words(FeatureValues shown) {
        if (shown.single()) {
            return shown.unit();
        }
        String unit = shown.unit().isEmpty() ? "" : "; colour: " + shown.unit();
        return "upwards: " + shown.bins().label() + unit;
    }

    private static String fitted(Graphics2D pen, String text, int width) {
        String shown = text;
        while (pen.getFontMetrics().stringWidth(shown) > width && shown.length() > 2) {
            shown = shown.substring(0, shown.length() - 2) + "…";
        }
        return shown;
    }

    private void colourBar(Graphics2D pen, FeatureValues shown, Rectangle place) {
        Rectangle bar = new Rectangle(place.x + place.width + BAR_GAP, place.y, BAR, place.height);
        int steps = place.height * PictureStyle.SCALE;
        for (int i = 0; i < steps; i++) {
            pen.setColor(new Color(colors.color(1 - (i + 0.5) / steps)));
            pen.fill(new Rectangle2D.Double(bar.x, bar.y + (double) i / PictureStyle.SCALE, bar.width, 1));
        }
        pen.setColor(PictureStyle.INK);
        pen.setStroke(new BasicStroke(0.8f));
        pen.draw(bar);
        ticksBeside(pen, shown.levels(place.height / LINE), bar, bar.x + bar.width, 1);
    }

    /** To the left (-1) or right (1) of {@code x}; only as many as stand clear of one another. */
    private static void ticksBeside(Graphics2D pen, Axis axis, Rectangle place, int x, int side) {
        pen.setColor(PictureStyle.INK);
        pen.setFont(PictureStyle.NUMBER);
        pen.setStroke(new BasicStroke(0.8f));
        for (Axis.Tick tick : axis.thinned((double) LINE / place.height)) {
            double y = place.getMaxY() - tick.place() * place.height;
            pen.draw(new Line2D.Double(x, y, x + side * TICK, y));
            int width = pen.getFontMetrics().stringWidth(tick.text());
            int gap = TICK + 3;
            pen.drawString(tick.text(), x + (side < 0 ? -gap - width : gap), (float) y + 4.5f);
        }
    }

    private static void ticksBelow(Graphics2D pen, Axis axis, Rectangle place) {
        pen.setColor(PictureStyle.INK);
        pen.setFont(PictureStyle.NUMBER);
        pen.setStroke(new BasicStroke(0.8f));
        double bottom = place.getMaxY();
        for (Axis.Tick tick : axis.thinned(34.0 / place.width)) {
            double x = place.x + tick.place() * place.width;
            pen.draw(new Line2D.Double(x, bottom, x, bottom + TICK));
            pen.drawString(
                    tick.text(), (float) x - pen.getFontMetrics().stringWidth(tick.text()) / 2f, (float) bottom + 17);
        }
        pen.setColor(PictureStyle.FAINT_INK);
        pen.drawString(
                axis.label(),
                (float) place.getCenterX() - pen.getFontMetrics().stringWidth(axis.label()) / 2f,
                (float) bottom + 33);
    }
}
