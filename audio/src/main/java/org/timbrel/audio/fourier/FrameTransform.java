package org.timbrel.audio.fourier;

/** Fourier transforms of the frames of a sound. Implementations are immutable; threads may share them. */
public interface FrameTransform {
    /** The transform for frames of any size. */
    static FrameTransform of(Framing framing) {
        return RadixTables.fit(framing.size())
                ? new GearedTransform(framing, WarmUp.OF_PROCESS)
                : new LibraryTransform(framing);
    }

    /**
     * Says that the frames of many sounds are going to be asked for: the fast kernels are compiled at once, by a thread of its
     * own, and transforms that are made from now on wait for them. Unsaid, that begins after a minute and a half of sound.
     */
    static void expectMany() {
        WarmUp.OF_PROCESS.begin();
    }

    /**
     * The spectra of a sound.
     *
     * @param samples not copied
     * @param frames how many are going to be asked for
     */
    Spectra of(float[] samples, int frames);

    /**
     * What {@link #of} gives, for one thread: several frames at a time. Frame f + l is lane l of the block that begins with
     * frame f, and stands in every array as {@code [row * lanes() + l]}. Frames beyond the sound are silent.
     */
    interface Spectra {
        /** Frames of a block. */
        int lanes();

        /** Writes the square of the magnitude of a block's bins, {@code (bins, lanes)}. */
        void power(int frame, double[] power);

        /** Writes real and imaginary parts of a block's bins by turns, {@code (2 bins, lanes)}. */
        void complex(int frame, double[] spectrum);

        /**
         * Sums bins into bands.
         *
         * @param power {@code (bins, lanes)}
         * @param sums {@code (bands, lanes)}
         */
        void sum(Bands bands, double[] power, double[] sums);
    }
}
