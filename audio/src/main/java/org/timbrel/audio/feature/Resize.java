package org.timbrel.audio.feature;

/**
 * Resizing of a feature to an image of fixed size, bilinear, as PyTorch's
 * {@code torch.nn.functional.interpolate(mode="bilinear", align_corners=False)}: values stand in the middle of their cells
 * and both images cover the same area.
 *
 * @param frames rows of the result
 * @param bins columns of the result
 * @param antialias whether, along a side that shrinks, a value is averaged from all that fall into it, under a triangle
 *     ({@code antialias=True}, and Pillow's bilinear filter); else from its two neighbours only
 */
public record Resize(int frames, int bins, boolean antialias) {
    /** @throws IllegalArgumentException if the image would be empty */
    public Resize {
        if (frames < 1 || bins < 1) {
            throw new IllegalArgumentException(
                    "an image must have at least 1 frame and 1 bin, got " + frames + " x " + bins + ".");
        }
    }

    /** What one value of the result takes: weights of the inputs from {@code first} on. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares taps
    private record Taps(int first, double[] weights) {}

    /**
     * The resized image, {@code (frames, bins)}.
     *
     * @throws IllegalArgumentException if there is nothing to resize
     */
    public Frames apply(Frames image) {
        if (image.frames() == 0 || image.bins() == 0) {
            throw new IllegalArgumentException("there is nothing to resize in (" + image.frames() + "," + image.bins()
                    + "): at least one value is needed.");
        }
        Taps[] columns = taps(image.bins(), bins);
        double[] narrow = new double[image.frames() * bins]; // (image.frames, bins)
        for (int frame = 0; frame < image.frames(); frame++) {
            for (int bin = 0; bin < bins; bin++) {
                Taps taps = columns[bin];
                double sum = 0;
                for (int i = 0; i < taps.weights.length; i++) {
                    sum += taps.weights[i] * image.get(frame, taps.first + i);
                }
                narrow[frame * bins + bin] = sum;
            }
        }
        Taps[] rows = taps(image.frames(), frames);
        double[] values = new double[frames * bins];
        for (int frame = 0; frame < frames; frame++) {
            Taps taps = rows[frame];
            for (int i = 0; i < taps.weights.length; i++) {
                for (int bin = 0; bin < bins; bin++) {
                    values[frame * bins + bin] += taps.weights[i] * narrow[(taps.first + i) * bins + bin];
                }
            }
        }
        return Frames.of(frames, bins, values);
    }

    /** Beyond an end there is nothing, and the weights that are left are scaled to a sum of 1. */
    private Taps[] taps(int from, int to) {
        double scale = (double) from / to;
        double reach = antialias ? Math.max(1, scale) : 1;
        Taps[] all = new Taps[to];
        for (int place = 0; place < to; place++) {
            double center = (place + 0.5) * scale - 0.5;
            int first = Math.max(0, (int) Math.ceil(center - reach));
            int last = Math.min(from - 1, (int) Math.floor(center + reach));
            double[] weights = new double[last - first + 1];
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                weights[i] = Math.max(0, 1 - Math.abs(first + i - center) / reach);
                sum += weights[i];
            }
            for (int i = 0; i < weights.length; i++) {
                weights[i] /= sum;
            }
            all[place] = new Taps(first, weights);
        }
        return all;
    }
}
