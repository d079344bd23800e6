package org.timbrel.audio.fourier.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.timbrel.audio.fourier.Bands;
import org.timbrel.audio.fourier.RadixTables;

/**
 * Transforms of several frames, one a lane: no value ever moves to another lane, and each lane sees the same operations as
 * one frame does in the plain version. Point p of a block has its real parts at {@code z[2 * LANES * p]}, then its
 * imaginary parts. Every method is one nest of loops, and long: a vector that goes through a call would become an object.
 */
final class VectorKernels {
    static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();
    private static final int POINT = 2 * LANES;

    private VectorKernels() {}

    /**
     * Samples times the window, as points.
     *
     * @param samples lane 0's sample i, and then the other lanes', at {@code places[i]}
     */
    static void load(double[] samples, int[] places, double[] window, double[] z) {
        for (int i = 0; i < places.length; i++) {
            DoubleVector.fromArray(SPECIES, samples, places[i]).mul(window[i]).intoArray(z, i * LANES);
        }
    }

    /** A pass of radix 4 over the blocks between two points. */
    static void pass(double[] z, double[] twiddles, int from, int to) {
        int quarter = twiddles.length / 6;
        int stride = quarter * POINT;
        for (int j = 0; j < quarter; j++) {
            int w = 6 * j;
            DoubleVector ur = DoubleVector.broadcast(SPECIES, twiddles[w]);
            DoubleVector ui = DoubleVector.broadcast(SPECIES, twiddles[w + 1]);
            DoubleVector vr = DoubleVector.broadcast(SPECIES, twiddles[w + 2]);
            DoubleVector vi = DoubleVector.broadcast(SPECIES, twiddles[w + 3]);
            DoubleVector wr = DoubleVector.broadcast(SPECIES, twiddles[w + 4]);
            DoubleVector wi = DoubleVector.broadcast(SPECIES, twiddles[w + 5]);
            for (int a = (from + j) * POINT; a < to * POINT; a += 4 * stride) {
                int b = a + stride;
                int c = b + stride;
                int d = c + stride;
                DoubleVector ar = DoubleVector.fromArray(SPECIES, z, a);
                DoubleVector ai = DoubleVector.fromArray(SPECIES, z, a + LANES);
                DoubleVector br = DoubleVector.fromArray(SPECIES, z, b);
                DoubleVector bi = DoubleVector.fromArray(SPECIES, z, b + LANES);
                DoubleVector cr = DoubleVector.fromArray(SPECIES, z, c);
                DoubleVector ci = DoubleVector.fromArray(SPECIES, z, c + LANES);
                DoubleVector dr = DoubleVector.fromArray(SPECIES, z, d);
                DoubleVector di = DoubleVector.fromArray(SPECIES, z, d + LANES);
                DoubleVector er = ar.add(cr);
                DoubleVector ei = ai.add(ci);
                DoubleVector fr = ar.sub(cr);
                DoubleVector fi = ai.sub(ci);
                DoubleVector gr = br.add(dr);
                DoubleVector gi = bi.add(di);
                DoubleVector hr = br.sub(dr);
                DoubleVector hi = bi.sub(di);
                er.add(gr).intoArray(z, a);
                ei.add(gi).intoArray(z, a + LANES);
                DoubleVector pr = fr.add(hi);
                DoubleVector pi = fi.sub(hr);
                pr.mul(ur).sub(pi.mul(ui)).intoArray(z, b);
                pr.mul(ui).add(pi.mul(ur)).intoArray(z, b + LANES);
                DoubleVector qr = er.sub(gr);
                DoubleVector qi = ei.sub(gi);
                qr.mul(vr).sub(qi.mul(vi)).intoArray(z, c);
                qr.mul(vi).add(qi.mul(vr)).intoArray(z, c + LANES);
                DoubleVector sr = fr.sub(hi);
                DoubleVector si = fi.add(hr);
                sr.mul(wr).sub(si.mul(wi)).intoArray(z, d);
                sr.mul(wi).add(si.mul(wr)).intoArray(z, d + LANES);
            }
        }
    }

    /** The pass of radix 2 over pairs of points. */
    static void pairs(double[] z, int from, int to) {
        for (int a = from * POINT; a < to * POINT; a += 2 * POINT) {
            DoubleVector ar = DoubleVector.fromArray(SPECIES, z, a);
            DoubleVector ai = DoubleVector.fromArray(SPECIES, z, a + LANES);
            DoubleVector br = DoubleVector.fromArray(SPECIES, z, a + POINT);
            DoubleVector bi = DoubleVector.fromArray(SPECIES, z, a + POINT + LANES);
            ar.add(br).intoArray(z, a);
            ai.add(bi).intoArray(z, a + LANES);
            ar.sub(br).intoArray(z, a + POINT);
            ai.sub(bi).intoArray(z, a + POINT + LANES);
        }
    }

    /** The squared magnitudes of the real transform, but for the first bin and the last. */
    static void power(double[] z, RadixTables tables, double[] power) {
        int points = tables.points();
        int[] places = tables.places();
        double[] split = tables.split();
        for (int k = 1; k <= points / 2; k++) {
            int p = places[k] * POINT;
            int q = places[points - k] * POINT;
            DoubleVector pr = DoubleVector.fromArray(SPECIES, z, p);
            DoubleVector pi = DoubleVector.fromArray(SPECIES, z, p + LANES);
            DoubleVector qr = DoubleVector.fromArray(SPECIES, z, q);
            DoubleVector qi = DoubleVector.fromArray(SPECIES, z, q + LANES);
            DoubleVector er = pr.add(qr).mul(0.5);
            DoubleVector ei = pi.sub(qi).mul(0.5);
            DoubleVector or = pi.add(qi).mul(0.5);
            DoubleVector oi = qr.sub(pr).mul(0.5);
            DoubleVector tr = or.mul(split[2 * k]).sub(oi.mul(split[2 * k + 1]));
            DoubleVector ti = or.mul(split[2 * k + 1]).add(oi.mul(split[2 * k]));
            DoubleVector xr = er.add(tr);
            DoubleVector xi = ei.add(ti);
            DoubleVector yr = er.sub(tr);
            DoubleVector yi = ei.sub(ti);
            yr.mul(yr).add(yi.mul(yi)).intoArray(power, (points - k) * LANES);
            xr.mul(xr).add(xi.mul(xi)).intoArray(power, k * LANES);
        }
    }

    /** The real transform itself, but for the first bin and the last: real and imaginary parts by turns. */
    static void complex(double[] z, RadixTables tables, double[] spectrum) {
        int points = tables.points();
        int[] places = tables.places();
        double[] split = tables.split();
        for (int k = 1; k <= points / 2; k++) {
            int p = places[k] * POINT;
            int q = places[points - k] * POINT;
            DoubleVector pr = DoubleVector.fromArray(SPECIES, z, p);
            DoubleVector pi = DoubleVector.fromArray(SPECIES, z, p + LANES);
            DoubleVector qr = DoubleVector.fromArray(SPECIES, z, q);
            DoubleVector qi = DoubleVector.fromArray(SPECIES, z, q + LANES);
            DoubleVector er = pr.add(qr).mul(0.5);
            DoubleVector ei = pi.sub(qi).mul(0.5);
            DoubleVector or = pi.add(qi).mul(0.5);
            DoubleVector oi = qr.sub(pr).mul(0.5);
            DoubleVector tr = or.mul(split[2 * k]).sub(oi.mul(split[2 * k + 1]));
            DoubleVector ti = or.mul(split[2 * k + 1]).add(oi.mul(split[2 * k]));
            er.sub(tr).intoArray(spectrum, (points - k) * POINT);
            ti.sub(ei).intoArray(spectrum, (points - k) * POINT + LANES);
            er.add(tr).intoArray(spectrum, k * POINT);
            ei.add(ti).intoArray(spectrum, k * POINT + LANES);
        }
    }

    /** One band: weighted rows, added up. */
    static void band(double[] weights, double[] rows, int first, double[] sums, int band) {
        DoubleVector sum = DoubleVector.zero(SPECIES);
        for (int i = 0; i < weights.length; i++) {
            sum = sum.add(
                    DoubleVector.fromArray(SPECIES, rows, (first + i) * LANES).mul(weights[i]));
        }
        sum.intoArray(sums, band * LANES);
    }

    static void sum(Bands bands, double[] rows, double[] sums) {
        for (int band = 0; band < bands.count(); band++) {
            band(bands.weights()[band], rows, bands.first()[band], sums, band);
        }
    }
}
