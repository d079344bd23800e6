package org.timbrel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.timbrel.audio.Sound;
import org.timbrel.audio.wav.WavWriter;

/** A small data folder: classes are tones of their own pitch, tracks differ in tremolo. */
final class MadeMusic {
    static final int RATE = 8000;
    /** Makes {@code kuppusamy-lstm} small enough for a test. */
    static final List<String> SMALL = List.of(
            "--set=data.sampleRate=8000",
            "--set=features.segmentSeconds=1",
            "--set=features.nFft=512",
            "--set=features.nMels=20",
            "--set=model.lstm1.units=4",
            "--set=model.lstm2.units=4",
            "--set=model.dense1.units=4",
            "--set=training.batch=8",
            "--set=training.patience=1000");

    private MadeMusic() {}

    /** Writes {@code low/}, {@code middle/} and {@code high/} with so many tracks each. */
    static Path folder(Path folder, int tracks) throws IOException {
        List<String> classes = List.of("low", "middle", "high");
        for (int c = 0; c < classes.size(); c++) {
            Path classFolder = Files.createDirectories(folder.resolve(classes.get(c)));
            for (int track = 0; track < tracks; track++) {
                WavWriter.write(classFolder.resolve("track" + track + ".wav"), tone(300 << c, 2 + track, 2.5));
            }
        }
        return folder;
    }

    /** A tone with tremolo. */
    static Sound tone(double hertz, double tremoloHertz, double seconds) {
        float[] samples = new float[(int) (seconds * RATE)];
        for (int i = 0; i < samples.length; i++) {
            double t = (double) i / RATE;
            double loudness = 0.5 + 0.3 * Math.sin(2 * Math.PI * tremoloHertz * t);
            samples[i] = (float) (loudness * Math.sin(2 * Math.PI * hertz * t));
        }
        return new Sound(samples, RATE);
    }
}
