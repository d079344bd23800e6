package org.timbrel.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.recipe.Recipes;

/** Small folders of made sounds, and a recipe that fits them: 8 kHz, segments of 0.5 s that overlap by half. */
public final class MadeAudio {
    static final int RATE = 8000;

    private MadeAudio() {}

    public static Recipe recipe(String... sets) {
        String yaml = """
                extends: harmonynet
                data: {sampleRate: 8000}
                features: {nFft: 256, hop: 128, nMels: 8, segmentSeconds: 0.5, overlapSeconds: 0.25}
                """;
        return Recipes.parse(yaml, "made.yaml", List.of(sets));
    }

    /** {@code tracks} files of 1 s a class, each with tones of its own. */
    public static Path folder(Path root, int tracks, String... classes) {
        for (int c = 0; c < classes.length; c++) {
            for (int i = 0; i < tracks; i++) {
                write(
                        root.resolve(classes[c]).resolve(String.format("%s.%05d.wav", classes[c], i)),
                        tone(200 + 300 * c + 20 * i, 1));
            }
        }
        return root;
    }

    public static float[] tone(double hertz, double seconds) {
        float[] samples = new float[(int) (seconds * RATE)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.5 * StrictMath.sin(2 * Math.PI * hertz * i / RATE));
        }
        return samples;
    }

    /** A mono WAV file of 32-bit float. */
    public static Path write(Path file, float[] samples) {
        ByteBuffer wav = ByteBuffer.allocate(44 + 4 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF"))
                .putInt(36 + 4 * samples.length)
                .put(ascii("WAVEfmt "))
                .putInt(16);
        wav.putShort((short) 3)
                .putShort((short) 1)
                .putInt(RATE)
                .putInt(4 * RATE)
                .putShort((short) 4);
        wav.putShort((short) 32).put(ascii("data")).putInt(4 * samples.length);
        for (float sample : samples) {
            wav.putFloat(sample);
        }
        return write(file, wav.array());
    }

    static Path write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FeatureSet features(Path folder, Path cache, Recipe recipe, int threads) {
        return new FeaturePipeline(
                        new FeatureExtractor(recipe.data(), recipe.features()), new FeatureCache(cache), threads)
                .prepare(AudioDataSet.scan(folder, recipe.data()), done -> {});
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
