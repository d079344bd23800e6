package org.timbrel.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.timbrel.audio.Sound;
import org.timbrel.audio.wav.WavWriter;

/**
 * Trains a tiny model and asks it, so that a JVM which keeps a list of the classes that it loads knows those of the usual
 * commands. The launcher makes a class archive of the list, with which a process starts in half the time.
 */
public final class Rehearsal {
    private static final int RATE = 8000;
    private static final int TRACKS = 5;

    private Rehearsal() {}

    /** Works in the folder that is named, which has to be there, and leaves its files in it. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        List<Path> songs = new ArrayList<>();
        for (String name : List.of("high", "low")) {
            Path of = Files.createDirectories(folder.resolve("music").resolve(name));
            for (int track = 0; track < TRACKS; track++) {
                songs.add(of.resolve(track + ".wav"));
                WavWriter.write(songs.get(songs.size() - 1), tone(name.equals("high") ? 880 + track : 220 + track));
            }
        }
        String run = folder.resolve("run").toString();
        say(
                folder,
                "train",
                "harmonynet",
                "--data",
                folder.resolve("music").toString(),
                "--out",
                run,
                "--epochs",
                "1",
                "--set=data.sampleRate=" + RATE,
                "--set=features.segmentSeconds=1",
                "--set=features.overlapSeconds=0",
                "--set=features.nFft=512",
                "--set=features.nMels=32");
        say(folder, "predict", run, songs.get(0).toString());
        say(
                folder,
                "features",
                songs.get(0).toString(),
                "--out",
                folder.resolve("mel.npy").toString());
        say(
                folder,
                "features",
                folder.resolve("music").toString(),
                "--out",
                folder.resolve("mel").toString());
    }

    private static void say(Path folder, String... words) {
        Terminal silent = new Terminal(
                new PrintWriter(Writer.nullWriter()), Terminal.ofProcess().err(), false);
        int code = new Timbrel(silent, new WorkFolder(folder)).run(words);
        if (code != ExitCode.DONE.number()) {
            throw new IllegalStateException(String.join(" ", words) + " ended with exit code " + code);
        }
    }

    private static Sound tone(double hertz) {
        float[] samples = new float[3 * RATE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) Math.sin(2 * Math.PI * hertz * i / RATE);
        }
        return new Sound(samples, RATE);
    }
}
