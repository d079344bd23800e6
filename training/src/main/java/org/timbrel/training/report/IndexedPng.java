package org.timbrel.training.report;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * A PNG of at most 256 colours, a third of the size or less of one in full colour. The palette is the coarsest that is
 * needed and no coarser: every colour of the image has one near it, so that rare colours keep their hue.
 */
final class IndexedPng {
    private static final int MOST_COLOURS = 256;

    private IndexedPng() {}

    static byte[] encode(BufferedImage image) throws IOException {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        int[] palette = palette(pixels);
        IndexColorModel colours =
                new IndexColorModel(Byte.SIZE, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage indexed = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, colours);
        byte[] indices = new byte[pixels.length];
        Map<Integer, Integer> nearest = new HashMap<>();
        int last = ~pixels[0];
        byte index = 0;
        for (int i = 0; i < pixels.length; i++) {
            if (pixels[i] != last) {
                last = pixels[i];
                index = (byte) (int) nearest.computeIfAbsent(last, colour -> nearest(palette, colour));
            }
            indices[i] = index;
        }
        indexed.getRaster().setDataElements(0, 0, width, height, indices);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(indexed, "png", bytes);
        return bytes.toByteArray();
    }

    /** The commonest colours that differ, by the least distance at which they are few enough. */
    private static int[] palette(int[] pixels) {
        List<Integer> colours = byCount(pixels);
        for (int distance = 0; ; distance++) {
            List<Integer> palette = new ArrayList<>();
            for (int colour : colours) {
                int least = distance * distance;
                if (palette.stream().allMatch(kept -> distance(kept, colour) > least)) {
                    palette.add(colour);
                }
                if (palette.size() > MOST_COLOURS) {
                    break;
                }
            }
            if (palette.size() <= MOST_COLOURS) {
                return palette.stream().mapToInt(Integer::intValue).toArray();
            }
        }
    }

    private static List<Integer> byCount(int[] pixels) {
        Map<Integer, Integer> counts = new HashMap<>();
        int from = 0;
        for (int i = 1; i <= pixels.length; i++) {
            if (i == pixels.length || pixels[i] != pixels[from]) {
                counts.merge(pixels[from], i - from, Integer::sum);
                from = i;
            }
        }
        List<Integer> colours = new ArrayList<>(counts.keySet());
        colours.sort((a, b) -> {
            int byCount = Integer.compare(counts.get(b), counts.get(a));
            return byCount != 0 ? byCount : Integer.compare(a, b);
        });
        return colours;
    }

    private static int nearest(int[] palette, int colour) {
        int best = 0;
        for (int i = 1; i < palette.length; i++) {
            if (distance(palette[i], colour) < distance(palette[best], colour)) {
                best = i;
            }
        }
        return best;
    }

    /** The square of the distance in red, green and blue. */
    static int distance(int a, int b) {
        int red = ((a >> 16) & 0xFF) - ((b >> 16) & 0xFF);
        int green = ((a >> 8) & 0xFF) - ((b >> 8) & 0xFF);
        int blue = (a & 0xFF) - (b & 0xFF);
        return red * red + green * green + blue * blue;
    }
}
