package org.timbrel.audio.compose;

/**
 * How a drum sounds: a tone that falls in pitch, and filtered noise.
 *
 * @param hertz where the tone ends
 * @param sweep by what factor higher it begins
 * @param toneLevel loudness of the tone
 * @param toneDecay seconds in which it falls by a factor of e
 * @param noiseLevel loudness of the noise
 * @param noiseDecay seconds in which it falls by a factor of e
 * @param noiseHertz below this the noise is cut
 */
record DrumSound(
        double hertz,
        double sweep,
        double toneLevel,
        double toneDecay,
        double noiseLevel,
        double noiseDecay,
        double noiseHertz) {
    private static final double SWEEP_SECONDS = 0.03;
    private static final double LONGEST_DECAYS = 6;

    /**
     * The sound of one hit.
     *
     * @param tuning factor on all frequencies
     * @param noiseSeed what the noise is drawn from
     */
    float[] render(double tuning, long noiseSeed) {
        double seconds = LONGEST_DECAYS * Math.max(toneDecay, noiseDecay);
        float[] samples = new float[(int) (seconds * ScoreRenderer.SAMPLE_RATE)];
        addNoise(samples, noiseSeed);
        Biquad.highPass(noiseHertz * tuning).apply(samples);
        addTone(samples, tuning);
        return samples;
    }

    private void addNoise(float[] samples, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        double fall = ScoreRenderer.fallPerSample(noiseDecay);
        double level = noiseLevel;
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (level * random.uniform(-1, 1));
            level *= fall;
        }
    }

    private void addTone(float[] samples, double tuning) {
        double fall = ScoreRenderer.fallPerSample(toneDecay);
        double sweepFall = ScoreRenderer.fallPerSample(SWEEP_SECONDS);
        double level = toneLevel;
        double above = sweep - 1;
        double phase = 0;
        for (int i = 0; i < samples.length; i++) {
            samples[i] += (float) (level * StrictMath.sin(2 * Math.PI * phase));
            phase += hertz * tuning * (1 + above) / ScoreRenderer.SAMPLE_RATE;
            level *= fall;
            above *= sweepFall;
        }
    }
}
