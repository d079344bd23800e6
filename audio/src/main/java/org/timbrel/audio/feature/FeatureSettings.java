package org.timbrel.audio.feature;

import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What features are computed with. Names and defaults are librosa's.
 *
 * @param sampleRate of the samples, in Hz
 * @param nFft length of the Fourier transform, in samples
 * @param hopLength from a frame to the next, in samples
 * @param winLength length of the Hann window, at most {@code nFft}; empty for {@code nFft}
 * @param center whether frame t is centred on sample {@code t * hopLength}, with zeros beyond both ends; else it begins
 *     there
 * @param power exponent of the magnitude: 1 for amplitude, 2 for power
 * @param nMels number of mel bands
 * @param fMin lower edge of the first mel band, in Hz
 * @param fMax upper edge of the last mel band, in Hz; empty for half the sample rate
 * @param melScale formula of the mel scale
 * @param norm scaling of the mel filters
 * @param decibels conversion that log-mel and MFCC use
 * @param nMfcc number of cepstral coefficients, at most {@code nMels}
 */
public record FeatureSettings(
        int sampleRate,
        int nFft,
        int hopLength,
        OptionalInt winLength,
        boolean center,
        double power,
        int nMels,
        double fMin,
        OptionalDouble fMax,
        MelScale melScale,
        MelNorm norm,
        Decibels decibels,
        int nMfcc) {

    /** @throws IllegalArgumentException if a value is out of its range, or does not fit another */
    public FeatureSettings {
        require(sampleRate > 0, "the sample rate must be above 0, got " + sampleRate);
        require(nFft >= 2, "n_fft must be at least 2, got " + nFft);
        require(hopLength > 0, "hop_length must be above 0, got " + hopLength);
        require(
                winLength.isEmpty() || (winLength.getAsInt() > 0 && winLength.getAsInt() <= nFft),
                "win_length must be from 1 to n_fft (" + nFft + "), got " + winLength.orElse(0));
        require(power > 0, "power must be above 0, got " + power);
        require(nMels > 0, "n_mels must be above 0, got " + nMels);
        double top = fMax.orElse(sampleRate / 2.0);
        require(
                fMin >= 0 && fMin < top && top <= sampleRate / 2.0,
                "fmin and fmax must hold 0 <= fmin < fmax <= " + sampleRate / 2.0 + " (half the sample rate), got "
                        + fMin + " and " + top);
        require(nMfcc > 0, "n_mfcc must be above 0, got " + nMfcc);
        Objects.requireNonNull(melScale, "melScale");
        Objects.requireNonNull(norm, "norm");
        Objects.requireNonNull(decibels, "decibels");
    }

    /** librosa's defaults: n_fft 2048, hop 512, centred, power 2, 128 Slaney mel bands, top_db 80, 20 MFCC. */
    public static FeatureSettings defaults(int sampleRate) {
        return new FeatureSettings(
                sampleRate,
                2048,
                512,
                OptionalInt.empty(),
                true,
                2,
                128,
                0,
                OptionalDouble.empty(),
                MelScale.SLANEY,
                MelNorm.SLANEY,
                Decibels.ofPower(),
                20);
    }

    /**
     * Number of frames of so many samples.
     *
     * @throws IllegalArgumentException if frames are not centred and there are fewer samples than {@code nFft}
     */
    public int frames(int samples) {
        int padded = samples + (center ? nFft / 2 * 2 : 0);
        require(
                padded >= nFft,
                "frames that are not centred need at least n_fft (" + nFft + ") samples, got " + samples);
        return 1 + (padded - nFft) / hopLength;
    }

    /** Sample that a frame begins at: below 0 where it begins in the padding. */
    int start(int frame) {
        return frame * hopLength - (center ? nFft / 2 : 0);
    }

    /** From a frequency bin to the next, in Hz. */
    public double binWidth() {
        return (double) sampleRate / nFft;
    }

    /** Number of frequency bins of the Fourier transform: from 0 Hz to half the sample rate. */
    public int fftBins() {
        return nFft / 2 + 1;
    }

    /** What {@code magnitude ** power} is called. */
    public String powerUnit() {
        return power == 1 ? "amplitude" : power == 2 ? "power" : "amplitude ^ " + power;
    }

    /** Length of the window in samples. */
    public int windowLength() {
        return winLength.orElse(nFft);
    }

    /** Upper edge of the last mel band, in Hz. */
    public double maxFrequency() {
        return fMax.orElse(sampleRate / 2.0);
    }

    /** For another sample rate, in Hz. */
    public FeatureSettings withSampleRate(int value) {
        return new FeatureSettings(
                value, nFft, hopLength, winLength, center, power, nMels, fMin, fMax, melScale, norm, decibels, nMfcc);
    }

    /** With another length of the Fourier transform. */
    public FeatureSettings withNFft(int value) {
        return new FeatureSettings(
                sampleRate,
                value,
                hopLength,
                winLength,
                center,
                power,
                nMels,
                fMin,
                fMax,
                melScale,
                norm,
                decibels,
                nMfcc);
    }

    /** With another step between frames. */
    public FeatureSettings withHopLength(int value) {
        return new FeatureSettings(
                sampleRate, nFft, value, winLength, center, power, nMels, fMin, fMax, melScale, norm, decibels, nMfcc);
    }

    /** With a window shorter than the Fourier transform. */
    public FeatureSettings withWinLength(int value) {
        return new FeatureSettings(
                sampleRate,
                nFft,
                hopLength,
                OptionalInt.of(value),
                center,
                power,
                nMels,
                fMin,
                fMax,
                melScale,
                norm,
                decibels,
                nMfcc);
    }

    /** With frames centred on their time, or beginning there. */
    public FeatureSettings withCenter(boolean value) {
        return new FeatureSettings(
                sampleRate,
                nFft,
                hopLength,
                winLength,
                value,
                power,
                nMels,
                fMin,
                fMax,
                melScale,
                norm,
                decibels,
                nMfcc);
    }

    /** With another exponent of the magnitude. */
    public FeatureSettings withPower(double value) {
        return new FeatureSettings(
                sampleRate,
                nFft,
                hopLength,
                winLength,
                center,
                value,
                nMels,
                fMin,
                fMax,
                melScale,
                norm,
                decibels,
                nMfcc);
    }

    /** With another number of mel bands. */
    public FeatureSettings withNMels(int value) {
        return new FeatureSettings(
                sampleRate,
                nFft,
                hopLength,
                winLength,
                center,
                power,
                value,
                fMin,
                fMax,
                melScale,
                norm,
                decibels,
                nMfcc);
    }

    /** With another lower edge of the mel bands, in Hz. */
    public FeatureSettings withFMin(double value) {
        return new FeatureSettings(
                sampleRate,
                nFft,
                hopLength,
                winLength,
                center,
                power,
                nMels,
                value,
                fMax,
                melScale,
                norm,
                decibels,
                nMfcc);
    }

    /** With another upper edge of the mel bands, in Hz. */
    public FeatureSettings withFMax(double value) {
        return new FeatureSettings(
                sampleRate,
                nFft,
                hopLength,
                winLength,
                center,
                power,
                nMels,
                fMin,
                OptionalDouble.of(value),
                melScale,
                norm,
                decibels,
                nMfcc);
    }

    /** With another mel scale. */
    public FeatureSettings withMelScale(MelScale value) {
        return new FeatureSettings(
                sampleRate, nFft, hopLength, winLength, center, power, nMels, fMin, fMax, value, norm, decibels, nMfcc);
    }

    /** With another scaling of the mel filters. */
    public FeatureSettings withNorm(MelNorm value) {
        return new FeatureSettings(
                sampleRate,
                nFft,
                hopLength,
                winLength,
                center,
                power,
                nMels,
                fMin,
                fMax,
                melScale,
                value,
                decibels,
                nMfcc);
    }

    /** With another conversion to decibels. */
    public FeatureSettings withDecibels(Decibels value) {
        return new FeatureSettings(
                sampleRate, nFft, hopLength, winLength, center, power, nMels, fMin, fMax, melScale, norm, value, nMfcc);
    }

    /** With another number of cepstral coefficients. */
    public FeatureSettings withNMfcc(int value) {
        return new FeatureSettings(
                sampleRate,
                nFft,
                hopLength,
                winLength,
                center,
                power,
                nMels,
                fMin,
                fMax,
                melScale,
                norm,
                decibels,
                value);
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence + ".");
        }
    }
}
