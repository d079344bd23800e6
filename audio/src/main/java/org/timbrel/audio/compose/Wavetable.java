package org.timbrel.audio.compose;

/** One cycle of a periodic sound, to be read round and round at the speed of the pitch. */
final class Wavetable {
    static final int SIZE = 1024;

    private static final int MOST_HARMONICS = 48;

    private final float[] cycle;

    private Wavetable(float[] cycle) {
        this.cycle = cycle;
    }

    /**
     * A cycle of harmonics {@code h} with amplitudes {@code h^-slope}, those below half the sample rate only, of root
     * mean square 1.
     *
     * @param even gain of the even harmonics
     */
    static Wavetable of(double slope, double even, double hertz) {
        int harmonics = (int) Math.max(1, Math.min(MOST_HARMONICS, ScoreRenderer.SAMPLE_RATE / 2.0 / hertz - 1));
        double[] sine = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            sine[i] = StrictMath.sin(2 * Math.PI * i / SIZE);
        }
        double[] sum = new double[SIZE];
        double power = 0;
        for (int h = 1; h <= harmonics; h++) {
            double amplitude = StrictMath.pow(h, -slope) * (h % 2 == 0 ? even : 1);
            power += amplitude * amplitude / 2;
            for (int i = 0; i < SIZE; i++) {
                sum[i] += amplitude * sine[h * i % SIZE];
            }
        }
        float[] cycle = new float[SIZE + 1];
        for (int i = 0; i <= SIZE; i++) {
            cycle[i] = (float) (sum[i % SIZE] / Math.sqrt(power));
        }
        return new Wavetable(cycle);
    }

    /** The value at {@code position} of 0 to {@link #SIZE}, exclusive, between the stored ones on a straight line. */
    float at(double position) {
        int index = (int) position;
        float part = (float) (position - index);
        return cycle[index] + part * (cycle[index + 1] - cycle[index]);
    }
}
