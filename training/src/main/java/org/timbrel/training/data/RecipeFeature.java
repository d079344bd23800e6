package org.timbrel.training.data;

import java.util.OptionalDouble;
import org.timbrel.audio.feature.AmplitudeStatistics;
import org.timbrel.audio.feature.Chroma;
import org.timbrel.audio.feature.Decibels;
import org.timbrel.audio.feature.Feature;
import org.timbrel.audio.feature.FeatureSettings;
import org.timbrel.audio.feature.LogMelSpectrogram;
import org.timbrel.audio.feature.MelNorm;
import org.timbrel.audio.feature.MelScale;
import org.timbrel.audio.feature.MelSpectrogram;
import org.timbrel.audio.feature.Mfcc;
import org.timbrel.audio.feature.RootMeanSquare;
import org.timbrel.audio.feature.SpectralBandwidth;
import org.timbrel.audio.feature.SpectralCentroid;
import org.timbrel.audio.feature.SpectralContrast;
import org.timbrel.audio.feature.SpectralRolloff;
import org.timbrel.audio.feature.StackedFeature;
import org.timbrel.audio.feature.ZeroCrossingRate;
import org.timbrel.training.recipe.FeatureSpec;

/** The feature that a recipe names. */
final class RecipeFeature {
    private RecipeFeature() {}

    /**
     * The feature at a rate.
     *
     * @throws DataException if the recipe's values do not fit each other, such as octaves above half the sample rate
     */
    static Feature of(FeatureSpec spec, int sampleRate) {
        try {
            return make(spec, sampleRate);
        } catch (IllegalArgumentException e) {
            throw new DataException("The recipe's features can't be computed: " + e.getMessage());
        }
    }

    private static Feature make(FeatureSpec spec, int sampleRate) {
        FeatureSettings settings = settings(spec, sampleRate);
        return spec.kind() == FeatureSpec.Type.STACK
                ? new StackedFeature(
                        spec.of().stream().map(kind -> one(kind, settings)).toList())
                : one(spec.kind(), settings);
    }

    private static Feature one(FeatureSpec.Type kind, FeatureSettings settings) {
        return switch (kind) {
            case MEL -> new MelSpectrogram(settings);
            case LOG_MEL -> new LogMelSpectrogram(settings);
            case MFCC -> new Mfcc(settings);
            case RMS -> new RootMeanSquare(settings);
            case ZERO_CROSSING_RATE -> new ZeroCrossingRate(settings);
            case SPECTRAL_CENTROID -> new SpectralCentroid(settings);
            case SPECTRAL_BANDWIDTH -> new SpectralBandwidth(settings);
            case SPECTRAL_ROLLOFF -> new SpectralRolloff(settings);
            case SPECTRAL_CONTRAST -> new SpectralContrast(settings);
            case CHROMA -> new Chroma(settings);
            case AMPLITUDE_STATISTICS -> new AmplitudeStatistics(settings);
            case STACK -> throw new IllegalArgumentException("a stack stands in no stack");
        };
    }

    private static FeatureSettings settings(FeatureSpec spec, int sampleRate) {
        FeatureSettings frames = FeatureSettings.defaults(sampleRate)
                .withNFft(spec.nFft())
                .withHopLength(spec.hop())
                .withWinLength(spec.winLength());
        return spec.nMels() == null ? frames : withMel(frames, spec);
    }

    private static FeatureSettings withMel(FeatureSettings frames, FeatureSpec spec) {
        Decibels decibels = spec.power() == 1 ? Decibels.ofAmplitude() : Decibels.ofPower();
        decibels = spec.topDb() == null ? decibels.withoutTopDb() : decibels.withTopDb(spec.topDb());
        decibels = spec.dbReference() == FeatureSpec.DbReference.MAX ? decibels.withRefMax() : decibels;
        return new FeatureSettings(
                frames.sampleRate(),
                frames.nFft(),
                frames.hopLength(),
                frames.winLength(),
                frames.center(),
                spec.power(),
                spec.nMels(),
                spec.fMin(),
                spec.fMax() == null ? OptionalDouble.empty() : OptionalDouble.of(spec.fMax()),
                spec.htk() ? MelScale.HTK : MelScale.SLANEY,
                spec.norm() == FeatureSpec.Norm.SLANEY ? MelNorm.SLANEY : MelNorm.NONE,
                decibels,
                spec.nMfcc() == null ? frames.nMfcc() : spec.nMfcc());
    }
}
