package org.timbrel.training.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Rectangle2D;
import java.util.List;

/** What every picture keeps to: its texts stand inside the sheet and apart from one another. */
final class Overlap {
    private Overlap() {}

    static void requireNone(Picture picture) {
        List<Picture.Text> texts = picture.texts();
        Rectangle2D sheet = new Rectangle2D.Double(
                0,
                0,
                (double) picture.image().getWidth() / Picture.SCALE,
                (double) picture.image().getHeight() / Picture.SCALE);
        for (int i = 0; i < texts.size(); i++) {
            Picture.Text text = texts.get(i);
            assertTrue(sheet.contains(text.box()), () -> text + " stands beyond the sheet");
            for (Picture.Text other : texts.subList(0, i)) {
                assertFalse(text.box().intersects(other.box()), () -> text + " lies on " + other);
            }
        }
    }
}
