package org.timbrel.training.report;

import java.awt.Rectangle;
import java.awt.geom.Point2D;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The accuracy of repeated runs or folds of one or several models, a line a model with a dot a run, as a PNG. */
public final class AccuracyPerRun {
    private static final int HEIGHT = 440;

    private AccuracyPerRun() {}

    /**
     * The runs of one model.
     *
     * @param accuracies 0 to 1, in the order of the runs; NaN for one that gave none
     */
    public record Runs(String model, List<Double> accuracies) {
        public Runs {
            accuracies = List.copyOf(accuracies);
        }

        double mean() {
            return accuracies.stream()
                    .filter(Double::isFinite)
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElse(Double.NaN);
        }
    }

    /**
     * Draws the runs.
     *
     * @param note where the figures come from, such as {@code provenance.describe()}
     * @param run what a step to the right is, such as "run" or "fold"
     * @return the bytes of a PNG
     * @throws IOException if this Java installation can't draw text
     */
    public static byte[] png(String title, String note, String run, List<Runs> models) throws IOException {
        return draw(title, note, run, models).png();
    }

    static Picture draw(String title, String note, String run, List<Runs> models) throws IOException {
        Picture picture = Picture.blank(Picture.WIDTH, HEIGHT);
        picture.header(title, note, Picture.WIDTH);
        List<LinePlot.Line> lines = new ArrayList<>();
        double widest = 0;
        for (Runs runs : models) {
            String name = runs.model() + ", mean " + Figures.percent(runs.mean());
            widest = Math.max(widest, picture.width(LinePlot.NAME, name));
            List<Point2D> points = IntStream.range(0, runs.accuracies().size())
                    .<Point2D>mapToObj(i ->
                            new Point2D.Double(i + 1.0, 100 * runs.accuracies().get(i)))
                    .toList();
            lines.add(new LinePlot.Line(name, Picture.SERIES.get(lines.size() % Picture.SERIES.size()), points));
        }
        int most = models.stream().mapToInt(m -> m.accuracies().size()).max().orElse(1);
        int width = Picture.WIDTH - 62 - Picture.MARGIN - 14 - (int) Math.ceil(widest);
        LinePlot plot = new LinePlot(picture, new Rectangle(62, 120, width, HEIGHT - 180), 1, Math.max(2, most), 100);
        plot.drawAxes("Accuracy, %", run);
        plot.drawLines(lines, true);
        return picture;
    }
}
