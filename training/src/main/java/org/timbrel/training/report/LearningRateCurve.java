package org.timbrel.training.report;

import java.awt.Rectangle;
import java.awt.geom.Point2D;
import java.io.IOException;
import java.util.List;
import org.timbrel.training.run.MetricsEvent.Epoch;
import org.timbrel.training.run.Provenance;

/** The learning rate at the last update of each epoch, as a PNG. */
public final class LearningRateCurve {
    private static final int HEIGHT = 330;
    private static final int LEFT = 110;

    private LearningRateCurve() {}

    /**
     * Draws the curve.
     *
     * @param title such as the name of the recipe
     * @param epochs oldest first
     * @return the bytes of a PNG
     * @throws IOException if this Java installation can't draw text
     */
    public static byte[] png(String title, Provenance provenance, List<Epoch> epochs) throws IOException {
        return draw(title, provenance, epochs).png();
    }

    static Picture draw(String title, Provenance provenance, List<Epoch> epochs) throws IOException {
        Picture picture = Picture.blank(Picture.WIDTH, HEIGHT);
        picture.header("Learning rate: " + title, provenance.describe(), Picture.WIDTH);
        double highest = epochs.stream()
                .mapToDouble(Epoch::learningRate)
                .filter(rate -> Double.isFinite(rate) && rate > 0)
                .max()
                .orElse(1);
        Rectangle place = new Rectangle(LEFT, 116, Picture.WIDTH - LEFT - 60, HEIGHT - 176);
        LinePlot plot = new LinePlot(picture, place, 1, LearningCurves.lastEpoch(epochs), highest * 1.04);
        plot.drawAxes("Learning rate at the end of each epoch", "epoch");
        List<Point2D> points = epochs.stream()
                .<Point2D>map(epoch -> new Point2D.Double(epoch.epoch(), epoch.learningRate()))
                .toList();
        plot.drawLines(List.of(new LinePlot.Line("", Picture.BLUE, points)), LearningCurves.dotted(epochs));
        return picture;
    }
}
