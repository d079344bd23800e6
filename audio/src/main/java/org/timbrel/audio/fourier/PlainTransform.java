package org.timbrel.audio.fourier;

/** The transform that {@link RadixTables} explains, one frame at a time, in plain Java. */
final class PlainTransform implements FrameTransform {
    private final Framing framing;
    private final RadixTables tables;

    /** For frames of a size that {@link RadixTables#fit fits}. */
    PlainTransform(Framing framing) {
        this.framing = framing;
        this.tables = RadixTables.of(framing.size());
    }

    @Override
    public Spectra of(float[] samples, int frames) {
        return new PlainSpectra(samples);
    }

    private final class PlainSpectra implements Spectra {
        private final float[] samples;
        private final double[] z = new double[framing.size()];

        PlainSpectra(float[] samples) {
            this.samples = samples;
        }

        @Override
        public int lanes() {
            return 1;
        }

        @Override
        public void power(int frame, double[] power) {
            transform(frame);
            split(z, tables, power);
            int last = tables.points();
            double sum = z[0] + z[1];
            double difference = z[0] - z[1];
            power[0] = sum * sum;
            power[last] = difference * difference;
        }

        @Override
        public void complex(int frame, double[] spectrum) {
            transform(frame);
            splitComplex(z, tables, spectrum);
            int last = 2 * tables.points();
            spectrum[0] = z[0] + z[1];
            spectrum[1] = 0;
            spectrum[last] = z[0] - z[1];
            spectrum[last + 1] = 0;
        }

        @Override
        public void sum(Bands bands, double[] power, double[] sums) {
            bands.sum(power, sums);
        }

        private void transform(int frame) {
            framing.cut(samples, frame, z);
            for (double[] twiddles : tables.twiddles()) {
                pass(z, twiddles);
            }
            if (tables.endsInPairs()) {
                pairs(z);
            }
        }
    }

    private static void pass(double[] z, double[] twiddles) {
        int stride = twiddles.length / 3; // a quarter of the block, two parts a point
        for (int j = 0; j < stride / 2; j++) {
            int w = 6 * j;
            for (int a = 2 * j; a < z.length; a += 4 * stride) {
                int b = a + stride;
                int c = b + stride;
                int d = c + stride;
                double er = z[a] + z[c];
                double ei = z[a + 1] + z[c + 1];
                double fr = z[a] - z[c];
                double fi = z[a + 1] - z[c + 1];
                double gr = z[b] + z[d];
                double gi = z[b + 1] + z[d + 1];
                double hr = z[b] - z[d];
                double hi = z[b + 1] - z[d + 1];
                z[a] = er + gr;
                z[a + 1] = ei + gi;
                turn(fr + hi, fi - hr, twiddles, w, z, b);
                turn(er - gr, ei - gi, twiddles, w + 2, z, c);
                turn(fr - hi, fi + hr, twiddles, w + 4, z, d);
            }
        }
    }

    /** Writes a complex number times a twiddle. */
    private static void turn(double re, double im, double[] twiddles, int w, double[] z, int at) {
        z[at] = re * twiddles[w] - im * twiddles[w + 1];
        z[at + 1] = re * twiddles[w + 1] + im * twiddles[w];
    }

    private static void pairs(double[] z) {
        for (int a = 0; a < z.length; a += 4) {
            double re = z[a];
            double im = z[a + 1];
            z[a] = re + z[a + 2];
            z[a + 1] = im + z[a + 3];
            z[a + 2] = re - z[a + 2];
            z[a + 3] = im - z[a + 3];
        }
    }

    /** The squared magnitudes of the real transform, but for the first bin and the last. */
    private static void split(double[] z, RadixTables tables, double[] power) {
        int points = tables.points();
        int[] places = tables.places();
        double[] split = tables.split();
        for (int k = 1; k <= points / 2; k++) {
            int p = 2 * places[k];
            int q = 2 * places[points - k];
            double er = (z[p] + z[q]) * 0.5;
            double ei = (z[p + 1] - z[q + 1]) * 0.5;
            double or = (z[p + 1] + z[q + 1]) * 0.5;
            double oi = (z[q] - z[p]) * 0.5;
            double tr = or * split[2 * k] - oi * split[2 * k + 1];
            double ti = or * split[2 * k + 1] + oi * split[2 * k];
            double xr = er + tr;
            double xi = ei + ti;
            double yr = er - tr;
            double yi = ei - ti;
            power[points - k] = yr * yr + yi * yi;
            power[k] = xr * xr + xi * xi;
        }
    }

    /** The real transform itself, but for the first bin and the last: real and imaginary parts by turns. */
    private static void splitComplex(double[] z, RadixTables tables, double[] spectrum) {
        int points = tables.points();
        int[] places = tables.places();
        double[] split = tables.split();
        for (int k = 1; k <= points / 2; k++) {
            int p = 2 * places[k];
            int q = 2 * places[points - k];
            double er = (z[p] + z[q]) * 0.5;
            double ei = (z[p + 1] - z[q + 1]) * 0.5;
            double or = (z[p + 1] + z[q + 1]) * 0.5;
            double oi = (z[q] - z[p]) * 0.5;
            double tr = or * split[2 * k] - oi * split[2 * k + 1];
            double ti = or * split[2 * k + 1] + oi * split[2 * k];
            spectrum[2 * (points - k)] = er - tr;
            spectrum[2 * (points - k) + 1] = ti - ei;
            spectrum[2 * k] = er + tr;
            spectrum[2 * k + 1] = ei + ti;
        }
    }
}
