package org.timbrel.audio.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.timbrel.audio.feature.Feature;
import org.timbrel.audio.feature.Frames;

/**
 * A picture of a feature over time, ready to print: time to the right in seconds, frequency or coefficient upwards, and a
 * colour bar with the unit; a feature of one value a frame is a curve. Amplitude and power, of which only peaks would be seen, are shown in decibels below the
 * largest value. Where there are more values than pixels, a pixel shows the mean of those it covers.
 */
public final class SpectrogramImage {
    private static final int WIDTH = 1400;
    private static final int HEIGHT = 640;
    private static final int LEFT = 110;
    private static final int TOP = 60;
    private static final int PLOT_WIDTH = 1110;
    private static final int PLOT_HEIGHT = 490;
    private static final int BAR_LEFT = LEFT + PLOT_WIDTH + 30;
    private static final int BAR_WIDTH = 24;
    private static final int TICK = 6;
    private static final int GAP = 5;
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 20);
    private static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 17);
    private static final Font NUMBER = new Font(Font.SANS_SERIF, Font.PLAIN, 15);
    private static final Color INK = PictureStyle.INK;

    private final Feature feature;
    private final String title;
    private final ColorMap colors = new ColorMap();

    /**
     * For pictures of one feature.
     *
     * @param title written above the picture; may be empty
     */
    public SpectrogramImage(Feature feature, String title) {
        this.feature = feature;
        this.title = title;
    }

    /** Draws and writes a PNG file, replacing one that is there. */
    public void write(Path file, Frames frames) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            ImageIO.write(render(frames), "png", out);
        }
    }

    /**
     * Draws what the feature gave.
     *
     * @throws IllegalArgumentException if there is no frame, or the number of bins is not the feature's
     */
    public BufferedImage render(Frames frames) {
        FeatureValues shown = FeatureValues.of(feature, frames);
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = pen(image);
        if (shown.single()) {
            pen.draw(shown.curve(new Rectangle(LEFT, TOP, PLOT_WIDTH, PLOT_HEIGHT)));
            drawBins(pen, shown.levels());
        } else {
            paint(image, shown);
            frame(pen, BAR_LEFT, BAR_WIDTH);
            drawBins(pen, Axis.bins(feature));
            drawLevels(pen, shown.levels());
        }
        frame(pen, LEFT, PLOT_WIDTH);
        pen.setFont(TITLE);
        pen.drawString(title, LEFT, TOP - 20);
        drawTime(pen, shown.time());
        pen.dispose();
        return image;
    }

    private void paint(BufferedImage image, FeatureValues shown) {
        int[] plot =
                shown.image(PLOT_WIDTH, PLOT_HEIGHT, colors).getRGB(0, 0, PLOT_WIDTH, PLOT_HEIGHT, null, 0, PLOT_WIDTH);
        image.setRGB(LEFT, TOP, PLOT_WIDTH, PLOT_HEIGHT, plot, 0, PLOT_WIDTH);
        for (int y = 0; y < PLOT_HEIGHT; y++) {
            int level = colors.color((double) (PLOT_HEIGHT - 1 - y) / (PLOT_HEIGHT - 1));
            for (int x = 0; x < BAR_WIDTH; x++) {
                image.setRGB(BAR_LEFT + x, TOP + y, level);
            }
        }
    }

    private static Graphics2D pen(BufferedImage image) {
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, WIDTH, HEIGHT);
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setColor(INK);
        pen.setStroke(new BasicStroke(1.2f));
        return pen;
    }

    private static void frame(Graphics2D pen, int left, int width) {
        pen.drawRect(left - 1, TOP - 1, width + 1, PLOT_HEIGHT + 1);
    }

    private static void drawTime(Graphics2D pen, Axis axis) {
        int bottom = TOP + PLOT_HEIGHT;
        pen.setFont(NUMBER);
        FontMetrics metrics = pen.getFontMetrics();
        for (Axis.Tick tick : axis.ticks()) {
            int x = LEFT + (int) Math.round(tick.place() * PLOT_WIDTH);
            pen.drawLine(x, bottom, x, bottom + TICK);
            pen.drawString(
                    tick.text(), x - metrics.stringWidth(tick.text()) / 2, bottom + TICK + GAP + metrics.getAscent());
        }
        pen.setFont(LABEL);
        int width = pen.getFontMetrics().stringWidth(axis.label());
        pen.drawString(axis.label(), LEFT + (PLOT_WIDTH - width) / 2, HEIGHT - 24);
    }

    private static void drawBins(Graphics2D pen, Axis axis) {
        pen.setFont(NUMBER);
        FontMetrics metrics = pen.getFontMetrics();
        for (Axis.Tick tick : axis.ticks()) {
            int y = height(tick);
            pen.drawLine(LEFT - 1 - TICK, y, LEFT - 1, y);
            int x = LEFT - 1 - TICK - GAP - metrics.stringWidth(tick.text());
            pen.drawString(tick.text(), x, y + metrics.getAscent() / 2 - 1);
        }
        drawUpwards(pen, axis.label(), 30);
    }

    private static void drawLevels(Graphics2D pen, Axis axis) {
        int right = BAR_LEFT + BAR_WIDTH;
        pen.setFont(NUMBER);
        FontMetrics metrics = pen.getFontMetrics();
        int widest = 0;
        for (Axis.Tick tick : axis.ticks()) {
            int y = height(tick);
            pen.drawLine(right, y, right + TICK, y);
            pen.drawString(tick.text(), right + TICK + GAP, y + metrics.getAscent() / 2 - 1);
            widest = Math.max(widest, metrics.stringWidth(tick.text()));
        }
        drawUpwards(pen, axis.label(), right + TICK + 2 * GAP + widest + 22);
    }

    private static int height(Axis.Tick tick) {
        return TOP + PLOT_HEIGHT - (int) Math.round(tick.place() * PLOT_HEIGHT);
    }

    private static void drawUpwards(Graphics2D pen, String text, int baseline) {
        pen.setFont(LABEL);
        AffineTransform upright = pen.getTransform();
        int width = pen.getFontMetrics().stringWidth(text);
        pen.translate(baseline, TOP + (PLOT_HEIGHT + width) / 2);
        pen.rotate(-Math.PI / 2);
        pen.drawString(text, 0, 0);
        pen.setTransform(upright);
    }
}
