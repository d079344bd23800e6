package org.timbrel.audio.fourier;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Short frames for a fast transform and for the plain one, again and again, until the fast one wins: its kernels are
 * compiled then. On long frames it would spend most of that time in kernels that are not.
 */
final class Race {
    private static final int FRAMES = 32;
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private static final Framing SHORT = new Framing(64, 16, 0, ones(64));
    private static final Bands BANDS = new Bands(
            IntStream.range(0, 8).toArray(),
            IntStream.range(0, 8).mapToObj(Race::ones).toArray(double[][]::new));

    private Race() {}

    /** Whether the fast transform is there, and got faster than the plain one before patience was lost. */
    static boolean won(FastTransform candidate) {
        Optional<FrameTransform> opened = candidate.open(SHORT);
        return opened.isPresent() && won(opened.get());
    }

    private static boolean won(FrameTransform fast) {
        FrameTransform plain = new PlainTransform(SHORT);
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < PATIENCE_NANOS) {
            long lap = nanos(fast);
            if (lap < nanos(plain)) {
                return true;
            }
            try {
                TimeUnit.NANOSECONDS.sleep(lap); // leaves the processor to the compiler
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    private static long nanos(FrameTransform transform) {
        long begun = System.nanoTime();
        FrameTransform.Spectra spectra = transform.of(new float[SHORT.start(FRAMES)], FRAMES);
        double[] power = new double[(SHORT.size() / 2 + 1) * spectra.lanes()];
        double[] sums = new double[BANDS.count() * spectra.lanes()];
        for (int frame = 0; frame < FRAMES; frame += spectra.lanes()) {
            spectra.power(frame, power);
            spectra.sum(BANDS, power, sums);
        }
        return System.nanoTime() - begun;
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }
}
