package org.timbrel.cli;

import java.nio.file.Path;
import org.timbrel.audio.Sound;
import org.timbrel.audio.decode.AudioFile;
import org.timbrel.audio.decode.UnreadableAudioException;
import org.timbrel.audio.feature.Feature;
import org.timbrel.audio.feature.Frames;
import org.timbrel.audio.resample.Resampler;

/**
 * A feature of one file.
 *
 * @param file that was heard
 * @param sound at the rate that the feature was computed at
 * @param kind of feature
 * @param feature that was computed
 * @param frames its values
 * @param seconds that decoding and computing took
 */
record ComputedFeature(Path file, Sound sound, FeatureKind kind, Feature feature, Frames frames, double seconds) {
    /** Computes what the options say. */
    static ComputedFeature of(Path file, FeatureOptions options) throws UnreadableAudioException {
        long begun = System.nanoTime();
        Sound own = AudioFile.read(file);
        Feature feature = options.feature(options.sampleRate(own.sampleRate()));
        Sound sound = Resampler.resample(own, feature.settings().sampleRate());
        Frames frames = feature.compute(sound);
        return new ComputedFeature(file, sound, options.kind(), feature, frames, (System.nanoTime() - begun) / 1e9);
    }

    /** {@code (frames, bins)} as NumPy prints it. */
    String shape() {
        return "(" + frames.frames() + ", " + frames.bins() + ")";
    }

    /** What a picture of it is called. */
    String title() {
        return kind + " of " + file.getFileName();
    }
}
