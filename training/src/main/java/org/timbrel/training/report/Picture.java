package org.timbrel.training.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.timbrel.audio.picture.PictureStyle;

/**
 * A sheet in the one style of all pictures: drawn at twice its nominal size, so that it stays sharp in print; dark on
 * white, in colours safe for the colour-blind. It keeps the place of every text, so that a test can see overlaps.
 */
final class Picture {
    static final int SCALE = PictureStyle.SCALE;
    static final int WIDTH = PictureStyle.WIDTH;
    static final int MARGIN = PictureStyle.MARGIN;
    /** Where the content below the header of {@link #header} begins, if the note takes no more than two lines. */
    static final int CONTENT = 84;

    static final Color INK = PictureStyle.INK;
    static final Color FAINT_INK = PictureStyle.FAINT_INK;
    static final Color GRID = PictureStyle.GRID;
    static final Color BLUE = PictureStyle.BLUE;
    static final Color VERMILION = PictureStyle.VERMILION;
    /** One colour a series, in the order in which they are told apart best; of the palette of {@link PictureStyle}. */
    static final List<Color> SERIES = List.of(
            BLUE, VERMILION, new Color(0x009E73), new Color(0xCC79A7), new Color(0x56B4E9), new Color(0x8A6D00));

    static final Font TITLE = PictureStyle.TITLE;
    static final Font HEADING = PictureStyle.HEADING;
    static final Font LABEL = PictureStyle.LABEL;
    static final Font NUMBER = PictureStyle.NUMBER;

    /** Below this luminance white text has more contrast than {@link #INK}. */
    private static final double DARK = 0.213;

    /** Where a text stands to its point. */
    enum Align {
        LEFT,
        CENTRE,
        RIGHT
    }

    /** A text and the box that its letters take, in nominal units. */
    record Text(String text, Rectangle2D box) {}

    private final BufferedImage image;
    private final Graphics2D pen;
    private final List<Text> texts = new ArrayList<>();

    private Picture(BufferedImage image, Graphics2D pen) {
        this.image = image;
        this.pen = pen;
    }

    /**
     * A white sheet.
     *
     * @param width nominal; the picture has {@link #SCALE} times as many pixels
     * @param height nominal
     * @throws IOException with one sentence if this Java installation can't draw text
     */
    static Picture blank(int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        requireFonts(() -> g.getFontMetrics(NUMBER).stringWidth("text"));
        g.scale(SCALE, SCALE);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, width, height);
        return new Picture(image, g);
    }

    /** For lines and areas, in nominal units. */
    Graphics2D pen() {
        return pen;
    }

    /** The pixels, to read and to set. */
    BufferedImage image() {
        return image;
    }

    /** Every text so far. */
    List<Text> texts() {
        return texts;
    }

    static Font font(int style, int size) {
        return PictureStyle.font(style, size);
    }

    /** Nominal width of a text. */
    double width(Font font, String text) {
        return font.getStringBounds(text, pen.getFontRenderContext()).getWidth();
    }

    /** Sets font and colour of the texts that follow. */
    Picture style(Font font, Color colour) {
        pen.setFont(font);
        pen.setColor(colour);
        return this;
    }

    /** Writes on a baseline. */
    void text(String text, double x, double baseline, Align align) {
        if (text.isEmpty()) {
            return;
        }
        double width = width(pen.getFont(), text);
        double left = x - (align == Align.LEFT ? 0 : align == Align.CENTRE ? width / 2 : width);
        pen.drawString(text, (float) left, (float) baseline);
        Rectangle2D letters = pen.getFont()
                .createGlyphVector(pen.getFontRenderContext(), text)
                .getVisualBounds();
        texts.add(new Text(
                text,
                new Rectangle2D.Double(
                        left + letters.getX(), baseline + letters.getY(), letters.getWidth(), letters.getHeight())));
    }

    /** Writes from below upwards, on a baseline to the right of the letters; {@code y} is where {@code align} says. */
    void textUpwards(String text, double baseline, double y, Align align) {
        double width = width(pen.getFont(), text);
        double bottom = y + (align == Align.LEFT ? 0 : align == Align.CENTRE ? width / 2 : width);
        AffineTransform before = pen.getTransform();
        pen.rotate(-Math.PI / 2, baseline, bottom);
        pen.drawString(text, (float) baseline, (float) bottom);
        pen.setTransform(before);
        double ascent = pen.getFontMetrics().getAscent() * 0.75;
        texts.add(new Text(text, new Rectangle2D.Double(baseline - ascent, bottom - width, ascent, width)));
    }

    /** A text cut short, with an ellipsis, to fit a width in the present font. */
    String fitted(String text, double width) {
        String shown = text;
        while (width(pen.getFont(), shown) > width && shown.length() > 2) {
            shown = shown.substring(0, shown.length() - 2) + "…";
        }
        return shown;
    }

    /** The title and, below it, where the figures come from. */
    void header(String title, String note, int width) {
        style(TITLE, INK).text(fitted(title, width - 2.0 * MARGIN), MARGIN, 28, Align.LEFT);
        style(NUMBER, FAINT_INK).paragraph(note, MARGIN, 50, width - 2 * MARGIN);
    }

    /** Writes a text from a first baseline down, in as many lines as {@code width} needs. */
    void paragraph(String text, int x, int y, int width) {
        StringBuilder line = new StringBuilder();
        int baseline = y;
        for (String word : text.split(" ", -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && width(pen.getFont(), longer) > width) {
                text(line.toString(), x, baseline, Align.LEFT);
                baseline += pen.getFontMetrics().getHeight();
                longer = word;
            }
            line.setLength(0);
            line.append(longer);
        }
        text(line.toString(), x, baseline, Align.LEFT);
    }

    /** The bytes of a PNG; nothing can be drawn after. */
    byte[] png() throws IOException {
        pen.dispose();
        return IndexedPng.encode(image);
    }

    /** White or ink, whichever has more contrast on a colour by the formula of WCAG 2. */
    static Color textOn(Color fill) {
        double red = Math.pow(fill.getRed() / 255.0, 2.2);
        double green = Math.pow(fill.getGreen() / 255.0, 2.2);
        double blue = Math.pow(fill.getBlue() / 255.0, 2.2);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue < DARK ? Color.WHITE : INK;
    }

    /** Turns what the JDK throws, by version, where the font libraries or every font are missing, into one sentence. */
    static void requireFonts(Runnable layout) throws IOException {
        try {
            layout.run();
        } catch (LinkageError | InternalError | RuntimeException e) {
            throw new IOException(
                    "Could not draw a picture: Java finds no fonts. Install fontconfig and a font, such as DejaVu.", e);
        }
    }
}
