package org.timbrel.audio.fourier.vector;

import static org.timbrel.audio.fourier.vector.VectorKernels.LANES;

import org.timbrel.audio.fourier.Bands;
import org.timbrel.audio.fourier.FrameTransform;
import org.timbrel.audio.fourier.Framing;
import org.timbrel.audio.fourier.RadixTables;

/** As many frames at a time as a vector has lanes; the bits are those of the plain version. */
final class VectorTransform implements FrameTransform {
    /** Points whose passes are done together, since they fit into the first-level cache: 32 KiB at 512 bits. */
    private static final int CACHED = 256;

    private final Framing framing;
    private final RadixTables tables;
    private final int rows;
    private final int columns;
    private final int[] places;

    VectorTransform(Framing framing) {
        this.framing = framing;
        this.tables = RadixTables.of(framing.size());
        this.rows = Math.min(framing.hop(), framing.size());
        this.columns = LANES + (framing.size() - 1) / framing.hop();
        this.places = new int[framing.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = i % framing.hop() * columns + i / framing.hop();
        }
    }

    @Override
    public Spectra of(float[] samples, int frames) {
        return new VectorSpectra(samples);
    }

    private final class VectorSpectra implements Spectra {
        private final float[] samples;
        /**
         * Column c holds samples from the start of frame c of the block to that of the next, so sample i of all frames
         * lies in one row: in row i mod hop, from column i / hop on.
         */
        private final double[] turned = new double[rows * columns];

        private final double[] z = new double[2 * LANES * tables.points()];

        VectorSpectra(float[] samples) {
            this.samples = samples;
        }

        @Override
        public int lanes() {
            return LANES;
        }

        @Override
        public void sum(Bands bands, double[] power, double[] sums) {
            VectorKernels.sum(bands, power, sums);
        }

        @Override
        public void power(int frame, double[] power) {
            transform(frame);
            VectorKernels.power(z, tables, power);
            int last = tables.points() * LANES;
            for (int lane = 0; lane < LANES; lane++) {
                double sum = z[lane] + z[LANES + lane];
                double difference = z[lane] - z[LANES + lane];
                power[lane] = sum * sum;
                power[last + lane] = difference * difference;
            }
        }

        @Override
        public void complex(int frame, double[] spectrum) {
            transform(frame);
            VectorKernels.complex(z, tables, spectrum);
            int last = 2 * tables.points() * LANES;
            for (int lane = 0; lane < LANES; lane++) {
                spectrum[lane] = z[lane] + z[LANES + lane];
                spectrum[LANES + lane] = 0;
                spectrum[last + lane] = z[lane] - z[LANES + lane];
                spectrum[last + LANES + lane] = 0;
            }
        }

        private void transform(int frame) {
            for (int column = 0; column < columns; column++) {
                turn(framing.start(frame + column), column);
            }
            VectorKernels.load(turned, places, framing.window(), z);
            double[][] twiddles = tables.twiddles();
            int points = tables.points();
            int pass = 0;
            int length = points;
            for (; length > CACHED; length /= 4) {
                VectorKernels.pass(z, twiddles[pass++], 0, points);
            }
            for (int from = 0; from < points; from += length) {
                for (int next = pass; next < twiddles.length; next++) {
                    VectorKernels.pass(z, twiddles[next], from, from + length);
                }
                if (tables.endsInPairs()) {
                    VectorKernels.pairs(z, from, from + length);
                }
            }
        }

        private void turn(int start, int column) {
            int from = Math.min(rows, Math.max(0, -start));
            int to = Math.max(from, Math.min(rows, samples.length - start));
            for (int row = 0; row < from; row++) {
                turned[row * columns + column] = 0;
            }
            for (int row = from; row < to; row++) {
                turned[row * columns + column] = samples[start + row];
            }
            for (int row = to; row < rows; row++) {
                turned[row * columns + column] = 0;
            }
        }
    }
}
