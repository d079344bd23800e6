package org.timbrel.benchmarks.kernels.peak;

import java.util.concurrent.atomic.AtomicInteger;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.timbrel.benchmarks.kernels.Contender;

/**
 * The bandwidth of memory, measured by copies between two arrays as long as those of the problem: elementwise work that moves as
 * many bytes cannot be faster. There are two, for {@link System#arraycopy} writes long arrays past the caches, by
 * instructions that the Vector API has not: an ordinary store first reads the line that it writes to, so a copy by
 * vectors moves three bytes where this one moves two.
 */
public final class CopyBandwidth {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    private final double work;
    private final int length;
    private final float[] from;
    private final float[] to;

    /**
     * Makes the two arrays.
     *
     * @param work bytes of the problem in whose table it stands
     * @param length numbers of each array
     */
    public CopyBandwidth(double work, int length) {
        this.work = work;
        this.length = length;
        this.from = new float[length];
        this.to = new float[length];
    }

    /** Copies numbers from {@code begin} to {@code end} from one array to another. */
    @FunctionalInterface
    private interface Copy {
        void part(float[] from, float[] to, int begin, int end);
    }

    /** The bandwidth of {@link System#arraycopy} on some threads as a contender. */
    public Contender contender(int threads) {
        Copy copy = (from, to, begin, end) -> System.arraycopy(from, begin, to, begin, end - begin);
        return contender("copy", Contender.Kind.PEAK, copy, threads);
    }

    /** As {@link #contender}, by a loop of vectors with ordinary loads and stores. */
    public Contender ordinaryStores(int threads) {
        return contender("copy, ordinary stores", Contender.Kind.BOUND, CopyBandwidth::vectors, threads);
    }

    private static void vectors(float[] from, float[] to, int begin, int end) {
        int i = begin;
        for (; i <= end - SPECIES.length(); i += SPECIES.length()) {
            FloatVector.fromArray(SPECIES, from, i).intoArray(to, i);
        }
        for (; i < end; i++) {
            to[i] = from[i];
        }
    }

    private Contender contender(String name, Contender.Kind kind, Copy copy, int threads) {
        double copiesOfARun = work / (2.0 * Float.BYTES * length);
        return Contender.unchecked(name, kind, threads, repetitions -> {
            int copies = (int) Math.max(1, Math.round(repetitions * copiesOfARun));
            AtomicInteger next = new AtomicInteger();
            double seconds = Together.seconds(threads, () -> {
                int part = next.getAndIncrement();
                int begin = (int) ((long) length * part / threads);
                int end = (int) ((long) length * (part + 1) / threads);
                for (int i = 0; i < copies; i++) {
                    copy.part(from, to, begin, end);
                }
            });
            return seconds * repetitions * copiesOfARun / copies;
        });
    }
}
