package org.timbrel.audio.augment;

/**
 * Another start: what is pushed out at one end comes in at the other, as {@code numpy.roll}.
 *
 * @param samples to the right; below 0, to the left
 */
public record TimeShift(int samples) {
    /** The shifted sound, of the same length. */
    public float[] apply(float[] sound) {
        float[] shifted = new float[sound.length];
        for (int i = 0; i < sound.length; i++) {
            shifted[Math.floorMod(i + samples, sound.length)] = sound[i];
        }
        return shifted;
    }
}
