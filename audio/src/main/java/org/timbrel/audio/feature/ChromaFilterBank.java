package org.timbrel.audio.feature;

/**
 * Gaussian filters that fold the bins of a spectrum into the pitch classes of one octave: {@code librosa.filters.chroma}
 * with its defaults. Each bin's weights have length 1 (norm 2), times a Gaussian two octaves wide about the octave of
 * C5, 5 octaves above C0.
 */
final class ChromaFilterBank {
    private static final double CENTER_OCTAVE = 5;
    private static final double OCTAVE_WIDTH = 2;
    /** Of A0, from which octaves are counted. */
    private static final double A0 = 440.0 / 16;

    private final double[][] weights; // (classes,bins)

    /**
     * Filters for spectra of the settings' rate and transform length.
     *
     * @param tuning deviation from A440, in parts of a class's width
     */
    ChromaFilterBank(FeatureSettings settings, int classes, double tuning) {
        int bins = settings.fftBins();
        double[] places = places(settings, classes, tuning);
        // Octaves are counted from A; pitch classes begin at C, three semitones above.
        int shift = 3 * (classes / 12);
        weights = new double[classes][bins];
        double[] column = new double[classes];
        for (int bin = 0; bin < bins; bin++) {
            double width = Math.max(places[bin + 1] - places[bin], 1);
            double squares = 0;
            for (int k = 0; k < classes; k++) {
                double away = 2 * distance(places[bin] - k, classes) / width;
                column[k] = Math.exp(-0.5 * away * away);
                squares += column[k] * column[k];
            }
            double octaves = (places[bin] / classes - CENTER_OCTAVE) / OCTAVE_WIDTH;
            double gain = Math.exp(-0.5 * octaves * octaves) / Math.sqrt(squares);
            for (int k = 0; k < classes; k++) {
                weights[Math.floorMod(k - shift, classes)][bin] = gain * column[k];
            }
        }
    }

    /** Sums a spectrum into pitch classes. */
    void apply(Frames spectrum, int frame, double[] chroma) {
        for (int k = 0; k < weights.length; k++) {
            double[] filter = weights[k];
            double sum = 0;
            for (int bin = 0; bin < filter.length; bin++) {
                sum += filter[bin] * spectrum.get(frame, bin);
            }
            chroma[k] = sum;
        }
    }

    /** Place of each bin and of the one after the last, in classes above A0; 0 Hz is put 1.5 octaves below bin 1. */
    private static double[] places(FeatureSettings settings, int classes, double tuning) {
        double reference = A0 * Math.pow(2, tuning / classes);
        double[] places = new double[settings.fftBins() + 1];
        for (int bin = 1; bin < places.length; bin++) {
            places[bin] = classes * log2(bin * settings.binWidth() / reference);
        }
        places[0] = places[1] - 1.5 * classes;
        return places;
    }

    /** To the nearest place of the same class. */
    private static double distance(double away, int classes) {
        double half = Math.rint(classes / 2.0);
        double shifted = away + half + 10 * classes;
        return shifted - classes * Math.floor(shifted / classes) - half;
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
