package org.timbrel.training.report;

import java.awt.Color;
import java.awt.Rectangle;
import java.awt.geom.Point2D;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.timbrel.training.run.MetricsEvent.Epoch;
import org.timbrel.training.run.Provenance;

/** Loss and accuracy over the epochs, training and validation side, with the best epoch marked, as a PNG. */
public final class LearningCurves {
    private static final int HEIGHT = 420;
    /** The axis is at least this long, so that the first epochs don't fill the width. */
    private static final int LEAST_EPOCHS = 5;
    /** Up to this many epochs each one gets a dot. */
    private static final int MOST_DOTS = 12;

    private LearningCurves() {}

    /**
     * Draws the curves.
     *
     * @param title such as the name of the recipe
     * @param epochs oldest first; figures that are not finite are left out
     * @return the bytes of a PNG
     * @throws IOException if this Java installation can't draw text
     */
    public static byte[] png(String title, Provenance provenance, List<Epoch> epochs) throws IOException {
        return draw(title, provenance, epochs).png();
    }

    static Picture draw(String title, Provenance provenance, List<Epoch> epochs) throws IOException {
        Picture picture = Picture.blank(Picture.WIDTH, HEIGHT);
        picture.header("Learning curves: " + title, provenance.describe(), Picture.WIDTH);
        drawLoss(picture, new Rectangle(62, 116, 365, 240), epochs);
        drawAccuracy(picture, new Rectangle(582, 116, 365, 240), epochs);
        return picture;
    }

    /** The last epoch whose weights became the best. */
    static Optional<Epoch> best(List<Epoch> epochs) {
        return epochs.stream().filter(Epoch::best).reduce((earlier, later) -> later);
    }

    /** The end of the axis of epochs. */
    static int lastEpoch(List<Epoch> epochs) {
        return Math.max(LEAST_EPOCHS, epochs.size());
    }

    /** Whether the epochs are few enough for a dot each. */
    static boolean dotted(List<Epoch> epochs) {
        return epochs.size() <= MOST_DOTS;
    }

    private static void drawLoss(Picture picture, Rectangle place, List<Epoch> epochs) {
        double highest = epochs.stream()
                .flatMapToDouble(epoch -> DoubleStream.of(epoch.trainLoss(), epoch.valLoss()))
                .filter(loss -> Double.isFinite(loss) && loss > 0)
                .max()
                .orElse(1);
        LinePlot plot = new LinePlot(picture, place, 1, lastEpoch(epochs), highest * 1.04);
        plot.drawAxes("Loss", "epoch");
        drawLines(plot, epochs, Epoch::trainLoss, Epoch::valLoss);
        best(epochs)
                .filter(epoch -> Double.isFinite(epoch.valLoss()))
                .ifPresent(epoch -> plot.mark(
                        epoch.epoch(),
                        epoch.valLoss(),
                        Picture.VERMILION,
                        name(epoch, Figures.decimal(epoch.valLoss(), 3))));
    }

    private static void drawAccuracy(Picture picture, Rectangle place, List<Epoch> epochs) {
        LinePlot plot = new LinePlot(picture, place, 1, lastEpoch(epochs), 100);
        plot.drawAxes("Accuracy by segment, %", "epoch");
        drawLines(plot, epochs, epoch -> 100 * epoch.trainAccuracy(), epoch -> 100 * epoch.valAccuracy());
        best(epochs)
                .filter(epoch -> Double.isFinite(epoch.valAccuracy()))
                .ifPresent(epoch -> plot.mark(
                        epoch.epoch(),
                        100 * epoch.valAccuracy(),
                        Picture.VERMILION,
                        name(epoch, Figures.percent(epoch.valAccuracy()))));
    }

    private static String name(Epoch epoch, String figure) {
        return "best: epoch " + epoch.epoch() + ", " + figure;
    }

    private static void drawLines(
            LinePlot plot, List<Epoch> epochs, ToDoubleFunction<Epoch> train, ToDoubleFunction<Epoch> validation) {
        plot.drawLines(
                List.of(
                        line("training", Picture.BLUE, epochs, train),
                        line("validation", Picture.VERMILION, epochs, validation)),
                dotted(epochs));
    }

    private static LinePlot.Line line(String name, Color colour, List<Epoch> epochs, ToDoubleFunction<Epoch> figure) {
        List<Point2D> points = epochs.stream()
                .<Point2D>map(epoch -> new Point2D.Double(epoch.epoch(), figure.applyAsDouble(epoch)))
                .toList();
        return new LinePlot.Line(name, colour, points);
    }
}
