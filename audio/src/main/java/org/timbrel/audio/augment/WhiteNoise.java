package org.timbrel.audio.augment;

/**
 * Added white noise.
 *
 * @param part the noise's deviation as a part of the sound's loudest sample
 */
public record WhiteNoise(double part) {
    /** @throws IllegalArgumentException if the part is below 0 */
    public WhiteNoise {
        if (!(part >= 0)) {
            throw new IllegalArgumentException("noise must be a part of at least 0, got " + part + ".");
        }
    }

    /**
     * The sound with noise.
     *
     * @param normal a number of mean 0 and deviation 1 for each sample
     */
    public float[] apply(float[] samples, double[] normal) {
        float loudest = 0;
        for (float sample : samples) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        float[] noisy = new float[samples.length];
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = (float) (samples[i] + part * loudest * normal[i]);
        }
        return noisy;
    }
}
