package org.timbrel.audio.compose;

import java.io.IOException;
import java.util.Map;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.MidiUnavailableException;
import javax.sound.midi.Receiver;
import javax.sound.midi.ShortMessage;
import javax.sound.midi.Soundbank;
import javax.sound.midi.Synthesizer;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import org.timbrel.audio.Sound;

/**
 * Renders a score offline with the JDK's own software synthesizer and its built-in bank of instruments, so that the
 * same score gives the same samples on any machine. May be used by several threads at once.
 *
 * <p>Needs the runtime flag {@value #FLAG}: the JDK does not export the package that renders to a stream.
 */
public final class ScoreRenderer {
    /** Samples a second of every composed track. */
    public static final int SAMPLE_RATE = 22_050;

    static final String FLAG = "--add-exports java.desktop/com.sun.media.sound=ALL-UNNAMED";

    private static final String PACKAGE = "com.sun.media.sound.";
    private static final int BEND_CENTRE = 8192;
    private static final int BEND_RANGE_SEMITONES = 2;
    private static final int BEND_STEPS = 6;
    private static final double BEND_SECONDS = 0.12;

    private final Soundbank bank;

    /** @throws IllegalStateException if the runtime flag is missing; the message names it */
    public ScoreRenderer() {
        try {
            bank = (Soundbank) Class.forName(PACKAGE + "EmergencySoundbank")
                    .getMethod("createSoundbank")
                    .invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "Composing music needs the JDK's software synthesizer: run java with the flag " + FLAG + ".", e);
        }
    }

    /** Samples at {@link #SAMPLE_RATE}, within -1 and 1, exactly as long as the score. */
    public Sound render(Score score) {
        int length = (int) Math.round(score.sheet().seconds() * SAMPLE_RATE);
        float[] samples = synthesize(score, length);
        score.mix().apply(samples);
        return new Sound(samples, SAMPLE_RATE);
    }

    private float[] synthesize(Score score, int length) {
        AudioFormat format =
                new AudioFormat(AudioFormat.Encoding.PCM_FLOAT, SAMPLE_RATE, 32, 1, Float.BYTES, SAMPLE_RATE, false);
        Map<String, Object> settings =
                Map.of("load default soundbank", false, "reverb", false, "chorus", false, "auto gain control", false);
        try (Synthesizer synthesizer = newSynthesizer()) {
            AudioInputStream stream = (AudioInputStream) Class.forName(PACKAGE + "AudioSynthesizer")
                    .getMethod("openStream", AudioFormat.class, Map.class)
                    .invoke(synthesizer, format, settings);
            synthesizer.loadAllInstruments(bank);
            send(score, synthesizer.getReceiver());
            return read(stream, length);
        } catch (ReflectiveOperationException | MidiUnavailableException | InvalidMidiDataException | IOException e) {
            throw new IllegalStateException("The JDK's software synthesizer failed: " + e.getMessage(), e);
        }
    }

    private static Synthesizer newSynthesizer() throws ReflectiveOperationException {
        return (Synthesizer) Class.forName(PACKAGE + "SoftSynthesizer")
                .getConstructor()
                .newInstance();
    }

    private static float[] read(AudioInputStream stream, int length) throws IOException {
        byte[] bytes = stream.readNBytes(length * Float.BYTES);
        float[] samples = new float[length];
        java.nio.ByteBuffer.wrap(bytes)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(samples);
        return samples;
    }

    private static void send(Score score, Receiver receiver) throws InvalidMidiDataException {
        for (Score.Channel channel : score.channels()) {
            int number = channel.part().channel();
            if (channel.part() != Part.DRUMS) {
                send(receiver, ShortMessage.PROGRAM_CHANGE, number, channel.instrument().program(), 0, 0);
            }
            send(receiver, ShortMessage.CONTROL_CHANGE, number, 7, channel.volume(), 0);
        }
        for (Note note : score.notes()) {
            int channel = note.part().channel();
            if (note.part() == Part.LEAD) {
                bend(receiver, channel, note);
            }
            send(receiver, ShortMessage.NOTE_ON, channel, note.pitch(), note.velocity(), note.start());
            send(receiver, ShortMessage.NOTE_OFF, channel, note.pitch(), 0, note.start() + note.length());
        }
    }

    private static void bend(Receiver receiver, int channel, Note note) throws InvalidMidiDataException {
        for (int i = 0; i <= BEND_STEPS; i++) {
            double semitones = -note.scoop() * (BEND_STEPS - i) / BEND_STEPS;
            int bend = (int) Math.round(BEND_CENTRE * (1 + semitones / BEND_RANGE_SEMITONES));
            int value = Math.max(0, Math.min(2 * BEND_CENTRE - 1, bend));
            double when = note.start() + BEND_SECONDS * i / BEND_STEPS;
            send(receiver, ShortMessage.PITCH_BEND, channel, value & 127, value >> 7, when);
            if (note.scoop() == 0) {
                return;
            }
        }
    }

    private static void send(Receiver receiver, int command, int channel, int data1, int data2, double seconds)
            throws InvalidMidiDataException {
        receiver.send(new ShortMessage(command, channel, data1, data2), Math.round(seconds * 1e6));
    }
}
