package org.timbrel.training.data;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.timbrel.audio.Sound;
import org.timbrel.audio.decode.AudioFile;
import org.timbrel.audio.decode.UnreadableAudioException;
import org.timbrel.audio.feature.Feature;
import org.timbrel.audio.feature.Frames;
import org.timbrel.audio.resample.Resampler;
import org.timbrel.training.recipe.DataSpec;
import org.timbrel.training.recipe.FeatureSpec;

/**
 * From a file to the features of its segments: decode, mix to mono, resample, cut, transform. Immutable; threads may
 * share it.
 */
public final class FeatureExtractor {
    /** Raised whenever the same file and recipe begin to give other values, so that cached ones are not taken. */
    private static final int VERSION = 2;

    private final DataSpec data;
    private final FeatureSpec spec;
    private final Segmenter segmenter;
    private final Feature feature;
    private final SegmentImage image;
    private final WaveformAugmentation waveform;

    /** For one recipe's data and features. */
    public FeatureExtractor(DataSpec data, FeatureSpec spec) {
        this(data, spec, null);
    }

    /** The same for variants of each segment in its place; {@code waveform} null for the segments themselves. */
    public FeatureExtractor(DataSpec data, FeatureSpec spec, WaveformAugmentation waveform) {
        this.waveform = waveform;
        this.data = data;
        this.spec = spec;
        this.segmenter = Segmenter.of(spec, data.sampleRate());
        this.feature = RecipeFeature.of(spec, data.sampleRate());
        this.image = SegmentImage.of(spec);
    }

    /** Everything that the values depend on besides the file, as one line of text. */
    public String fingerprint() {
        return "version=" + VERSION + " sampleRate=" + data.sampleRate() + " maxSeconds=" + data.maxSeconds() + " "
                + spec.unscaled() + (waveform == null ? "" : " " + waveform.fingerprint());
    }

    /** What is computed of a segment's samples, before it is made an image or scaled. */
    public Feature feature() {
        return feature;
    }

    /** Frames of one segment. */
    public int frames() {
        return spec.segmentFrames(data.sampleRate());
    }

    /** Values of one frame. */
    public int bins() {
        return spec.bins();
    }

    /**
     * Reads a file.
     *
     * @throws UnusableFileException if it cannot be decoded, is shorter than the recipe's least or than one segment
     */
    public FeatureBlock extract(Path file) throws UnusableFileException {
        try {
            return extract(file, AudioFile.read(file));
        } catch (UnreadableAudioException e) {
            throw new UnusableFileException(file, e.reason());
        }
    }

    private FeatureBlock extract(Path file, Sound sound) throws UnusableFileException {
        double least = Math.max(data.minSeconds(), spec.leastSeconds());
        if (sound.seconds() < least) {
            throw new UnusableFileException(file, tooShort(sound, least));
        }
        float[] samples = trimmed(sound);
        Segmenter segmenter = spec.wholeTrack() ? whole(samples) : this.segmenter;
        int segments = segmenter.count(samples.length);
        if (segments == 0) {
            throw new UnusableFileException(file, "data.maxSeconds leaves less than one segment of it");
        }
        int size = Math.multiplyExact(frames(), bins());
        int blocks = segments * (waveform == null ? 1 : waveform.variants());
        int track = checksum(samples);
        float[] values = new float[Math.multiplyExact(blocks, size)];
        for (int i = 0; i < blocks; i++) {
            int segment = i % segments;
            int start = segmenter.start(segment);
            float[] cut = Arrays.copyOfRange(samples, start, start + segmenter.length());
            float[] heard = waveform == null ? cut : waveform.apply(cut, i / segments, track, segment);
            Frames frames = feature.compute(heard);
            System.arraycopy(image.apply(frames).values(), 0, values, i * size, size);
        }
        return new FeatureBlock(blocks, frames(), bins(), FloatBuffer.wrap(values));
    }

    private String tooShort(Sound sound, double least) {
        int samples = sound.samples().length;
        String has = sound.seconds() >= 0.01
                ? String.format(Locale.ROOT, "%.2f s", sound.seconds())
                : samples + (samples == 1 ? " sample" : " samples");
        String key = data.minSeconds() >= spec.leastSeconds()
                ? " (data.minSeconds)"
                : spec.wholeTrack() ? "" : " (features.segmentSeconds)";
        return "it has " + has + " of sound; at least " + least + " s are needed" + key;
    }

    /** What a track is known by. */
    private static int checksum(float[] samples) {
        ByteBuffer bytes = ByteBuffer.allocate(samples.length * Float.BYTES);
        bytes.asFloatBuffer().put(samples);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** The whole track as one segment; none where a setting leaves too little of it. */
    private Segmenter whole(float[] samples) {
        return samples.length < segmenter.length() ? segmenter : new Segmenter(samples.length, samples.length);
    }

    private float[] trimmed(Sound sound) {
        float[] samples = Resampler.resample(sound, data.sampleRate()).samples();
        if (data.maxSeconds() == null) {
            return samples;
        }
        double most = Math.rint(data.maxSeconds() * data.sampleRate());
        return most < samples.length ? Arrays.copyOf(samples, (int) most) : samples;
    }
}
