package org.timbrel.training.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import org.timbrel.training.report.Picture.Align;

/** Blue below zero, white at zero, vermilion above: for values whose sign matters. */
final class DivergingColours {
    private DivergingColours() {}

    /** The colour of a value from -1 to 1; values beyond take the end's colour. */
    static Color colour(double value) {
        double part = Math.min(1, Math.abs(value));
        Color end = value < 0 ? Picture.BLUE : Picture.VERMILION;
        return new Color(
                (int) Math.round(255 + (end.getRed() - 255) * part),
                (int) Math.round(255 + (end.getGreen() - 255) * part),
                (int) Math.round(255 + (end.getBlue() - 255) * part));
    }

    /** An upright scale from {@code -most} to {@code most}. */
    static void drawScale(Picture picture, Rectangle2D place, double most, int digits) {
        int steps = (int) place.getHeight();
        for (int i = 0; i < steps; i++) {
            picture.pen().setColor(colour(1 - 2 * (i + 0.5) / steps));
            picture.pen().fill(new Rectangle2D.Double(place.getX(), place.getY() + i, place.getWidth(), 1.5));
        }
        picture.style(Picture.NUMBER, Picture.INK);
        picture.pen().setStroke(new BasicStroke(0.8f));
        picture.pen().draw(place);
        double x = place.getMaxX() + 7;
        picture.text(Figures.decimal(most, digits), x, place.getY() + 9, Align.LEFT);
        picture.text("0", x, place.getCenterY() + 4.5, Align.LEFT);
        picture.text(Figures.decimal(-most, digits), x, place.getMaxY(), Align.LEFT);
    }
}
