package org.timbrel.training.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/** A PNG drawn at twice its nominal size, so that it stays sharp in print; dark on white, safe for the colour-blind. */
final class Picture {
    /** Pixels per nominal unit. */
    static final int SCALE = 2;

    static final Color INK = new Color(0x222222);
    static final Color FAINT_INK = new Color(0x6B6B6B);
    static final Color GRID = new Color(0xE3E3E3);
    /** Blue and vermilion of the palette by Okabe and Ito, told apart by every kind of colour vision. */
    static final Color BLUE = new Color(0x0072B2);

    static final Color VERMILION = new Color(0xD55E00);

    private Picture() {}

    static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    /** Draws a text from a first baseline down, in as many lines as {@code width} needs. */
    static void paragraph(Graphics2D g, String text, int x, int y, int width) {
        StringBuilder line = new StringBuilder();
        int baseline = y;
        for (String word : text.split(" ", -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && g.getFontMetrics().stringWidth(longer) > width) {
                g.drawString(line.toString(), x, baseline);
                baseline += g.getFontMetrics().getHeight();
                longer = word;
            }
            line.setLength(0);
            line.append(longer);
        }
        g.drawString(line.toString(), x, baseline);
    }

    /**
     * Draws and encodes.
     *
     * @param width nominal; the picture has {@link #SCALE} times as many pixels
     * @param height nominal
     * @throws IOException with one sentence if this Java installation can't draw text
     */
    static byte[] png(int width, int height, Consumer<Graphics2D> drawing) throws IOException {
        BufferedImage image = new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        requireFonts(() -> g.getFontMetrics(font(Font.PLAIN, 12)).stringWidth("text"));
        g.scale(SCALE, SCALE);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, width, height);
        drawing.accept(g);
        g.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
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
