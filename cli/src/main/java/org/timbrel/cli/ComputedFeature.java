package org.timbrel.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.timbrel.audio.Sound;
import org.timbrel.audio.decode.AudioFile;
import org.timbrel.audio.decode.UnreadableAudioException;
import org.timbrel.audio.feature.Feature;
import org.timbrel.audio.feature.Frames;
import org.timbrel.audio.feature.StackedFeature;
import org.timbrel.audio.picture.FeatureSheet;
import org.timbrel.audio.picture.SpectrogramImage;
import org.timbrel.audio.resample.Resampler;

/**
 * A feature of one file.
 *
 * @param file that was heard
 * @param sound at the rate that the feature was computed at
 * @param label what it is called
 * @param parts what the parts of a stack are called; empty for another feature
 * @param feature that was computed
 * @param frames its values
 * @param seconds that decoding and computing took
 */
record ComputedFeature(
        Path file, Sound sound, String label, List<String> parts, Feature feature, Frames frames, double seconds) {
    /** Computes what the options say. */
    static ComputedFeature of(Path file, FeatureOptions options) throws UnreadableAudioException {
        long begun = System.nanoTime();
        Sound own = AudioFile.read(file);
        Feature feature = options.feature(options.sampleRate(own.sampleRate()));
        Sound sound = Resampler.resample(own, feature.settings().sampleRate());
        Frames computed = compute(file, feature, sound);
        Frames frames = options.resize().map(size -> size.apply(computed)).orElse(computed);
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new ComputedFeature(file, sound, options.label(), options.labels(), feature, frames, seconds);
    }

    private static Frames compute(Path file, Feature feature, Sound sound) {
        try {
            return feature.compute(sound);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.BAD_DATA, file + ": " + e.getMessage(), e);
        }
    }

    /** {@code (frames, bins)} as NumPy prints it. */
    String shape() {
        return "(" + frames.frames() + ", " + frames.bins() + ")";
    }

    /** Draws it: a stack as a panel for each part, anything else as one picture. */
    void draw(Path picture) throws IOException {
        if (!(feature instanceof StackedFeature stack)) {
            new SpectrogramImage(feature, title()).write(picture, frames);
            return;
        }
        List<FeatureSheet.Panel> panels = new ArrayList<>();
        List<Frames> slices = stack.split(frames);
        for (int i = 0; i < slices.size(); i++) {
            panels.add(new FeatureSheet.Panel(parts.get(i), "", stack.parts().get(i), slices.get(i)));
        }
        FeatureSheet.stack("Features of " + file.getFileName(), "librosa's definitions", panels)
                .write(picture);
    }

    /** What a picture of it is called. */
    String title() {
        return label + " of " + file.getFileName();
    }
}
