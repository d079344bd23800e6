package org.timbrel.benchmarks.kernels.peak;

import java.util.concurrent.atomic.AtomicInteger;
import org.timbrel.benchmarks.kernels.Contender;

/**
 * The bandwidth of memory, measured: {@link System#arraycopy} between two arrays as long as those of
 * the problem. Elementwise work that
 * moves as many bytes cannot be faster.
 */
public final class CopyBandwidth {
    private CopyBandwidth() {}

    /**
     * The bandwidth on some threads as a contender.
     *
     * @param work bytes of the problem in whose table it stands
     * @param length numbers of each array
     */
    public static Contender contender(int threads, double work, int length) {
        float[] from = new float[length];
        float[] to = new float[length];
        double copiesOfARun = work / (2.0 * Float.BYTES * length);
        return Contender.unchecked("copy", Contender.Kind.PEAK, threads, repetitions -> {
            int copies = (int) Math.max(1, Math.round(repetitions * copiesOfARun));
            AtomicInteger next = new AtomicInteger();
            double seconds = Together.seconds(threads, () -> {
                int part = next.getAndIncrement();
                int begin = (int) ((long) length * part / threads);
                int end = (int) ((long) length * (part + 1) / threads);
                for (int i = 0; i < copies; i++) {
                    System.arraycopy(from, begin, to, begin, end - begin);
                }
            });
            return seconds * repetitions * copiesOfARun / copies;
        });
    }
}
