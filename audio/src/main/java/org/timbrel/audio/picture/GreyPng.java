package org.timbrel.audio.picture;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.timbrel.audio.feature.Frames;

/**
 * A feature as a bare grey picture of 8 bits a pixel, one pixel a value: time goes to the right, the first bin is the
 * lowest row. Values from 0 to 1 become levels from 0 to 255, to the nearest, those beyond are cut off; read back, they
 * are multiples of 1/255.
 */
public final class GreyPng {
    private static final int WHITE = 255;

    private GreyPng() {}

    /** The picture as a PNG file's bytes. */
    public static byte[] write(Frames image) {
        BufferedImage picture = new BufferedImage(image.frames(), image.bins(), BufferedImage.TYPE_BYTE_GRAY);
        WritableRaster raster = picture.getRaster(); // the levels themselves, past any colour space
        for (int frame = 0; frame < image.frames(); frame++) {
            for (int bin = 0; bin < image.bins(); bin++) {
                long level = Math.round(WHITE * (double) image.get(frame, bin));
                raster.setSample(frame, image.bins() - 1 - bin, 0, (int) Math.max(0, Math.min(WHITE, level)));
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }

    /**
     * The values of a picture.
     *
     * @throws IllegalArgumentException if the bytes are no PNG of one grey channel of 8 bits
     */
    public static Frames read(byte[] png) {
        BufferedImage picture = decode(png);
        if (picture == null || picture.getType() != BufferedImage.TYPE_BYTE_GRAY) {
            throw new IllegalArgumentException("the picture must be a PNG with one grey channel of 8 bits.");
        }
        int frames = picture.getWidth();
        int bins = picture.getHeight();
        float[] values = new float[frames * bins];
        for (int frame = 0; frame < frames; frame++) {
            for (int bin = 0; bin < bins; bin++) {
                int level = picture.getRaster().getSample(frame, bins - 1 - bin, 0);
                values[frame * bins + bin] = (float) level / WHITE;
            }
        }
        return new Frames(frames, bins, values);
    }

    private static BufferedImage decode(byte[] png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
