package org.timbrel.audio.feature;

import org.timbrel.audio.fourier.Bands;

/**
 * Triangular filters, evenly spaced in mel, that sum the bins of a spectrum into bands: {@code librosa.filters.mel}. Each
 * triangle rises from the centre of the band before to its own and falls to that of the band after. Only the bins
 * within a triangle are stored.
 */
public final class MelFilterBank {
    private final int bins;
    private final int[] firstBin;
    private final double[][] weights;
    private final double[] centers;

    /** Filters for spectra of the settings' rate and transform length. */
    public MelFilterBank(FeatureSettings settings) {
        int bands = settings.nMels();
        bins = settings.fftBins();
        firstBin = new int[bands];
        weights = new double[bands][];
        centers = new double[bands];
        double[] edges = edges(settings);
        double binWidth = (double) settings.sampleRate() / settings.nFft();
        for (int band = 0; band < bands; band++) {
            double left = edges[band];
            double center = edges[band + 1];
            double right = edges[band + 2];
            double height = settings.norm() == MelNorm.SLANEY ? 2 / (right - left) : 1;
            int first = Math.min(bins, (int) Math.ceil(left / binWidth));
            int last = Math.min(bins - 1, (int) Math.floor(right / binWidth));
            double[] triangle = new double[Math.max(0, last - first + 1)];
            for (int i = 0; i < triangle.length; i++) {
                double hz = (first + i) * binWidth;
                double slope = Math.min((hz - left) / (center - left), (right - hz) / (right - center));
                triangle[i] = height * Math.max(0, slope);
            }
            firstBin[band] = first;
            weights[band] = triangle;
            centers[band] = center;
        }
    }

    /** Number of mel bands. */
    public int bands() {
        return weights.length;
    }

    /** Centre of each band, in Hz. */
    public double[] centers() {
        return centers.clone();
    }

    /** Number of bands that no bin falls into, which are always 0: with any, take fewer bands or a longer transform. */
    public int emptyBands() {
        int empty = 0;
        for (double[] triangle : weights) {
            double sum = 0;
            for (double weight : triangle) {
                sum += weight;
            }
            empty += sum > 0 ? 0 : 1;
        }
        return empty;
    }

    /** All weights, {@code (bands, bins)}: librosa's matrix. */
    public Frames matrix() {
        double[] values = new double[bands() * bins];
        for (int band = 0; band < bands(); band++) {
            System.arraycopy(weights[band], 0, values, band * bins + firstBin[band], weights[band].length);
        }
        return Frames.of(bands(), bins, values);
    }

    /** The weights by band, as a transform takes them. */
    Bands weights() {
        return new Bands(firstBin, weights);
    }

    private static double[] edges(FeatureSettings settings) {
        MelScale scale = settings.melScale();
        double low = scale.toMel(settings.fMin());
        double high = scale.toMel(settings.maxFrequency());
        double[] edges = new double[settings.nMels() + 2];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = scale.toHz(low + (high - low) * i / (edges.length - 1));
        }
        return edges;
    }
}
