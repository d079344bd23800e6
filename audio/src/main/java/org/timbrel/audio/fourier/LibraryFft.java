package org.timbrel.audio.fourier;

import org.jtransforms.fft.DoubleFFT_1D;
import org.visnow.jlargearrays.ConcurrencyUtils;

/** Where JTransforms is made. */
public final class LibraryFft {
    static {
        // Callers work on several sounds at once; JTransforms' own threads, for long transforms, would only get in the
        // way and keep the program from ending for a while.
        ConcurrencyUtils.setNumberOfThreads(1);
    }

    private LibraryFft() {}

    /** A transform of any length, on the thread that calls it. */
    public static DoubleFFT_1D of(int size) {
        return new DoubleFFT_1D(size);
    }
}
