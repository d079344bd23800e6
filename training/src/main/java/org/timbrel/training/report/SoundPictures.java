package org.timbrel.training.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
import org.timbrel.training.data.Track;
import org.timbrel.training.data.TrackFeatures;
import org.timbrel.training.metrics.ClassificationResult;
import org.timbrel.training.metrics.Prediction;
import org.timbrel.training.run.AtomicFile;
import org.timbrel.training.run.Provenance;
import org.timbrel.training.run.RunFolder;

/**
 * The pictures of a run that need its audio files or features, made once, after a test: {@code misclassified.png},
 * {@code track_features.png}, {@code feature_distribution.png} and {@code feature_correlation.png}. {@link RunReport}
 * shows those that stand in the folder.
 */
public final class SoundPictures {
    private static final int RATE = 22_050;
    private static final int MOST_SECONDS = 30;
    private static final int MOST_MISTAKES = 6;
    private static final int PANELS = 4;
    private static final int MOST_GROUPS = 16;

    private final RunFolder folder;
    private final Provenance provenance;
    private final FeatureSet features;
    private final String kind;

    private SoundPictures(RunFolder folder, Provenance provenance, FeatureSet features, String kind) {
        this.folder = folder;
        this.provenance = provenance;
        this.features = features;
        this.kind = kind;
    }

    /**
     * Draws and writes.
     *
     * @param features of the whole data set, as the model reads them
     * @param kind what they are, such as "log-mel"
     * @param tracks the decisions of the test
     * @return nothing, or a sentence for each picture that could not be drawn, with the reason
     * @throws IOException if the folder can't be written
     */
    public static List<String> write(
            RunFolder folder, Provenance provenance, FeatureSet features, String kind, ClassificationResult tracks)
            throws IOException {
        SoundPictures pictures = new SoundPictures(folder, provenance, features, kind);
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
                .orElse(features.tracks().get(0).track());
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

    private void writeStatistics() throws IOException {
        int[] labels =
                features.tracks().stream().mapToInt(t -> t.track().label()).toArray();
        String note = provenance.data() + " · " + Figures.count(labels.length)
                + " tracks, each as its mean over time · numbers: bins, from 0";
        boolean few = features.bins() <= MOST_GROUPS;
        Groups shown = few ? Groups.of(features.bins(), 1).first(PANELS) : Groups.into(features.bins(), PANELS);
        byte[] distribution = FeatureDistribution.png(
                "Features by class: " + kind,
                note + "; box: middle half, stroke: median",
                features.classes(),
                labels,
                shown.names(kind),
                means(shown));
        AtomicFile.write(folder.picture("feature_distribution"), out -> out.write(distribution));
        Groups all = few ? Groups.of(features.bins(), 1) : Groups.into(features.bins(), MOST_GROUPS);
        byte[] correlation =
                CorrelationHeatMap.png("Correlation of features: " + kind, note, all.names(kind), means(all));
        AtomicFile.write(folder.picture("feature_correlation"), out -> out.write(correlation));
    }

    /** Neighbouring bins taken together: group i has the bins from {@code starts[i]} to {@code starts[i + 1]}. */
    private record Groups(List<Integer> starts) {
        static Groups of(int bins, int size) {
            return new Groups(IntStream.rangeClosed(0, bins / size)
                    .mapToObj(i -> i * size)
                    .toList());
        }

        static Groups into(int bins, int count) {
            return new Groups(IntStream.rangeClosed(0, count)
                    .mapToObj(i -> (int) ((long) bins * i / count))
                    .toList());
        }

        Groups first(int count) {
            return new Groups(starts.subList(0, Math.min(starts.size(), count + 1)));
        }

        int count() {
            return starts.size() - 1;
        }

        List<String> names(String kind) {
            return IntStream.range(0, count())
                    .mapToObj(i -> {
                        int last = starts.get(i + 1) - 1;
                        return kind + " " + starts.get(i) + (last > starts.get(i) ? "–" + last : "");
                    })
                    .toList();
        }
    }

    /** (tracks, groups) */
    private double[][] means(Groups groups) {
        return features.tracks().stream()
                .map(track -> {
                    double[] bins = meanOverTime(track);
                    return IntStream.range(0, groups.count())
                            .mapToDouble(i -> Arrays.stream(
                                            bins,
                                            groups.starts().get(i),
                                            groups.starts().get(i + 1))
                                    .average()
                                    .orElseThrow())
                            .toArray();
                })
                .toArray(double[][]::new);
    }

    private static double[] meanOverTime(TrackFeatures track) {
        int bins = track.block().bins();
        double[] mean = new double[bins];
        float[] segment = new float[track.block().segmentSize()];
        for (int s = 0; s < track.block().segments(); s++) {
            track.block().copySegment(s, segment, 0);
            for (int i = 0; i < segment.length; i++) {
                mean[i % bins] += segment[i];
            }
        }
        double frames = (double) track.block().segments() * track.block().frames();
        return Arrays.stream(mean).map(sum -> sum / frames).toArray();
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
        return features.tracks().stream()
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
