package org.timbrel.training.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.timbrel.audio.Sound;
import org.timbrel.audio.decode.AudioFile;
import org.timbrel.audio.decode.UnreadableAudioException;
import org.timbrel.audio.feature.Chroma;
import org.timbrel.audio.feature.Feature;
import org.timbrel.audio.feature.FeatureSettings;
import org.timbrel.audio.feature.LogMelSpectrogram;
import org.timbrel.audio.feature.Mfcc;
import org.timbrel.audio.feature.RootMeanSquare;
import org.timbrel.audio.feature.SpectralCentroid;
import org.timbrel.audio.feature.SpectralContrast;
import org.timbrel.audio.feature.ZeroCrossingRate;
import org.timbrel.audio.picture.FeatureSheet;
import org.timbrel.audio.resample.Resampler;
import org.timbrel.training.data.FeatureSet;
import org.timbrel.training.data.SegmentRef;
import org.timbrel.training.data.StandardScaler;
import org.timbrel.training.data.Track;
import org.timbrel.training.data.TrackFeatures;
import org.timbrel.training.metrics.ClassificationResult;
import org.timbrel.training.metrics.Prediction;
import org.timbrel.training.recipe.Recipe;
import org.timbrel.training.run.AtomicFile;
import org.timbrel.training.run.Provenance;
import org.timbrel.training.run.RunFolder;

/**
 * The pictures of a run that need its audio files or features, made once, after a test: {@code misclassified.png},
 * {@code track_features.png}, {@code feature_distribution.png}, {@code feature_correlation.png} and, where the recipe
 * augments, {@code augmentation.png}. {@link RunReport}
 * shows those that stand in the folder.
 */
public final class SoundPictures {
    private static final int RATE = 22_050;
    private static final int MOST_SECONDS = 30;
    private static final int MOST_MISTAKES = 6;

    private final RunFolder folder;
    private final Provenance provenance;
    private final Recipe recipe;
    private final Sides sides;

    /**
     * What the model reads.
     *
     * @param features of the whole data set
     * @param training what is learned from, variants included
     * @param scaler fitted on that
     */
    public record Sides(FeatureSet features, List<SegmentRef> training, StandardScaler scaler) {}

    private SoundPictures(RunFolder folder, Provenance provenance, Recipe recipe, Sides sides) {
        this.folder = folder;
        this.provenance = provenance;
        this.recipe = recipe;
        this.sides = sides;
    }

    /**
     * Draws and writes.
     *
     * @param recipe that the run follows
     * @param tracks the decisions of the test
     * @return nothing, or a sentence for each picture that could not be drawn, with the reason
     * @throws IOException if the folder can't be written
     */
    public static List<String> write(
            RunFolder folder, Provenance provenance, Recipe recipe, Sides sides, ClassificationResult tracks)
            throws IOException {
        SoundPictures pictures = new SoundPictures(folder, provenance, recipe, sides);
        List<String> notes = new ArrayList<>();
        try {
            Picture.blank(1, 1);
        } catch (IOException e) {
            return List.of(e.getMessage());
        }
        try {
            pictures.writeMistakes(tracks);
            pictures.writeTrack(tracks);
        } catch (UnreadableAudioException e) {
            notes.add("Could not draw pictures of sounds: " + e.getMessage());
        }
        pictures.writeAugmentation();
        pictures.writeStatistics();
        return notes;
    }

    private void writeMistakes(ClassificationResult tracks) throws IOException, UnreadableAudioException {
        List<FeatureSheet.Panel> panels = new ArrayList<>();
        for (Prediction wrong :
                ReportPage.mistakes(tracks).stream().limit(MOST_MISTAKES).toList()) {
            Optional<Path> file = file(wrong.track());
            if (file.isPresent()) {
                String words = tracks.classNames().get(wrong.truth()) + ", taken for "
                        + tracks.classNames().get(wrong.predicted()) + ": " + Figures.percent(wrong.confidence());
                Feature mel = new LogMelSpectrogram(FeatureSettings.defaults(RATE));
                Path name = file.get().getFileName();
                panels.add(new FeatureSheet.Panel(words, name.toString(), mel, mel.compute(sound(file.get()))));
            }
        }
        Path picture = folder.picture("misclassified");
        if (panels.isEmpty()) {
            Files.deleteIfExists(picture);
            return;
        }
        save(
                picture,
                FeatureSheet.gallery(
                                "Most confident mistakes of the test",
                                "True class, and the class it was taken for with its probability · mel spectrograms, Hz"
                                        + " upwards, colour: dB · " + provenance.data(),
                                panels)
                        .render());
    }

    /** Li's picture: what different features see in one track. */
    private void writeTrack(ClassificationResult tracks) throws IOException, UnreadableAudioException {
        Track track = tracks.predictions().stream()
                .flatMap(prediction -> track(prediction.track()).stream())
                .findFirst()
                .orElse(sides.features().tracks().get(0).track());
        Sound sound = sound(track.path());
        FeatureSettings settings = FeatureSettings.defaults(RATE);
        List<FeatureSheet.Panel> panels = new ArrayList<>();
        panels.add(panel("Mel spectrogram", new LogMelSpectrogram(settings), sound));
        panels.add(panel("MFCC", new Mfcc(settings), sound));
        panels.add(panel("Chroma", new Chroma(settings), sound));
        panels.add(panel("Spectral contrast", new SpectralContrast(settings), sound));
        panels.add(panel("Spectral centroid", new SpectralCentroid(settings), sound));
        panels.add(panel("Zero crossing rate", new ZeroCrossingRate(settings), sound));
        panels.add(panel("RMS", new RootMeanSquare(settings), sound));
        String title = "Features of one track: " + track.name();
        save(
                folder.picture("track_features"),
                FeatureSheet.stack(title, provenance.data() + " · librosa's definitions and defaults", panels)
                        .render());
    }

    /** What the features of all tracks have in common, and what tells the classes apart. */
    private void writeStatistics() throws IOException {
        FeatureStatistics statistics = FeatureStatistics.of(recipe, provenance.data(), sides.features());
        byte[] distribution = statistics.distribution();
        AtomicFile.write(folder.picture("feature_distribution"), out -> out.write(distribution));
        byte[] correlation = statistics.correlation();
        AtomicFile.write(folder.picture("feature_correlation"), out -> out.write(correlation));
    }

    private void writeAugmentation() throws IOException {
        Optional<byte[]> png =
                AugmentationPicture.png(recipe, sides.features(), sides.training(), sides.scaler(), provenance.data());
        Path picture = folder.picture("augmentation");
        if (png.isPresent()) {
            AtomicFile.write(picture, out -> out.write(png.get()));
        } else {
            Files.deleteIfExists(picture);
        }
    }

    private static FeatureSheet.Panel panel(String name, Feature feature, Sound sound) {
        return new FeatureSheet.Panel(name, "", feature, feature.compute(sound));
    }

    private static Sound sound(Path file) throws UnreadableAudioException {
        Sound sound = Resampler.resample(AudioFile.read(file), RATE);
        int most = MOST_SECONDS * RATE;
        return sound.samples().length <= most ? sound : new Sound(Arrays.copyOf(sound.samples(), most), RATE);
    }

    private Optional<Track> track(String name) {
        return sides.features().tracks().stream()
                .map(TrackFeatures::track)
                .filter(track -> track.name().equals(name))
                .findFirst();
    }

    private Optional<Path> file(String name) {
        return track(name).map(Track::path);
    }

    private static void save(Path file, BufferedImage image) throws IOException {
        byte[] png = IndexedPng.encode(image);
        AtomicFile.write(file, out -> out.write(png));
    }
}
