package org.timbrel.training.report;

import java.awt.BasicStroke;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.timbrel.engine.checkpoint.Safetensors;
import org.timbrel.engine.tensor.Shape;
import org.timbrel.training.report.Picture.Align;

/**
 * The kernels of a model's first convolution, a tile a filter, as a PNG: what a filter answers to looks like its tile
 * on a spectrogram. All tiles share one scale of colours.
 */
public final class FirstFilters {
    private static final int MOST = 64;
    private static final int COLUMNS = 16;
    private static final int TILE = 50;
    private static final int GAP = 8;
    private static final int FOOT = 34;
    private static final int CONVOLUTION_RANK = 4;

    private FirstFilters() {}

    /** The first convolution's weights, (time, frequency, channels in, filters); empty if the model has none. */
    static Optional<Safetensors.Entry> weights(Safetensors.Contents model) {
        return model.tensors().values().stream()
                .filter(entry -> entry.shape().rank() == CONVOLUTION_RANK)
                .findFirst();
    }

    /**
     * Draws the filters of a convolution.
     *
     * @param title such as the name of the recipe
     * @param source which weights these are
     * @param weights of shape (time, frequency, channels in, filters)
     * @return the bytes of a PNG
     * @throws IOException if this Java installation can't draw text
     */
    public static byte[] png(String title, String source, Safetensors.Entry weights) throws IOException {
        return draw(title, source, weights.shape(), weights.values()).png();
    }

    static Picture draw(String title, String source, Shape shape, double[] weights) throws IOException {
        int filters = shape.get(3);
        int shown = Math.min(MOST, filters);
        int rows = (shown + COLUMNS - 1) / COLUMNS;
        Picture picture = Picture.blank(Picture.WIDTH, Picture.CONTENT + rows * (TILE + GAP) + FOOT);
        picture.header("Filters of the first convolution: " + title, words(shape, shown, source), Picture.WIDTH);
        double most = Arrays.stream(weights).map(Math::abs).max().orElse(0);
        for (int filter = 0; filter < shown; filter++) {
            drawTile(picture, place(filter), shape, weights, filter, most > 0 ? most : 1);
        }
        int height = rows * (TILE + GAP) - GAP;
        Rectangle2D scale =
                new Rectangle2D.Double(place(COLUMNS - 1).getMaxX() + 16, Picture.CONTENT, 10, Math.max(height, TILE));
        DivergingColours.drawScale(picture, scale, most, 2);
        picture.style(Picture.NUMBER, Picture.FAINT_INK)
                .text(
                        "In each tile time runs to the right and frequency upwards.",
                        Picture.MARGIN,
                        Picture.CONTENT + height + 24.0,
                        Align.LEFT);
        return picture;
    }

    private static String words(Shape shape, int shown, String source) {
        int filters = shape.get(3);
        String count = shown < filters ? "the first " + shown + " of " + filters + " filters" : filters + " filters";
        String channel = shape.get(2) > 1 ? ", the first of " + shape.get(2) + " input channels" : "";
        return count + " of " + shape.get(0) + " frames x " + shape.get(1) + " bins" + channel + " · " + source
                + " · blue: below zero, vermilion: above";
    }

    /** The square of a filter, in nominal units. */
    static Rectangle2D place(int filter) {
        int x = Picture.MARGIN + filter % COLUMNS * (TILE + GAP);
        int y = Picture.CONTENT + filter / COLUMNS * (TILE + GAP);
        return new Rectangle2D.Double(x, y, TILE, TILE);
    }

    private static void drawTile(
            Picture picture, Rectangle2D place, Shape shape, double[] weights, int filter, double most) {
        int frames = shape.get(0);
        int bins = shape.get(1);
        double width = place.getWidth() / frames;
        double height = place.getHeight() / bins;
        for (int t = 0; t < frames; t++) {
            for (int f = 0; f < bins; f++) {
                double weight = weights[(t * bins + f) * shape.get(2) * shape.get(3) + filter];
                picture.pen().setColor(DivergingColours.colour(weight / most));
                picture.pen()
                        .fill(new Rectangle2D.Double(
                                place.getX() + t * width, place.getMaxY() - (f + 1) * height, width, height));
            }
        }
        picture.pen().setColor(Picture.FAINT_INK);
        picture.pen().setStroke(new BasicStroke(0.5f));
        picture.pen().draw(place);
    }
}
