package org.timbrel.audio.decode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.timbrel.audio.Sound;

/**
 * Reads an audio file of any kind that {@link #extensions()} lists, as {@code librosa.load(file, sr=None, mono=True)}
 * does: the file's own rate, integers divided by their full scale, channels averaged. What is inside decides how a file
 * is decoded, not its name.
 */
public final class AudioFile {
    private static final int SHOWN_BYTES = 8;

    private AudioFile() {}

    /**
     * All of a file's sound.
     *
     * @throws UnreadableAudioException if the file is missing, of no known kind, damaged beyond reading, has no samples,
     *     or holds NaN or infinity
     */
    public static Sound read(Path file) throws UnreadableAudioException {
        byte[] content = bytes(file);
        Sound sound = kind(file, content).decoder().decode(file, content);
        float[] samples = sound.samples();
        if (samples.length == 0) {
            throw new UnreadableAudioException(file, "it has no samples");
        }
        for (int i = 0; i < samples.length; i++) {
            if (!Float.isFinite(samples[i])) {
                throw new UnreadableAudioException(file, "sample " + i + " is " + samples[i] + ", not a finite number");
            }
        }
        return sound;
    }

    /** Whether the name ends in one of {@link #extensions()}, in either case; hidden files are left out. */
    public static boolean isAudio(Path file) {
        Path name = file.getFileName();
        if (name == null) {
            return false;
        }
        String text = name.toString().toLowerCase(Locale.ROOT);
        return !text.startsWith(".") && extensions().stream().anyMatch(extension -> text.endsWith("." + extension));
    }

    /** Extensions of the files that can be read, without dot, in lower case. */
    public static List<String> extensions() {
        return AudioKind.ALL.stream()
                .flatMap(kind -> kind.extensions().stream())
                .toList();
    }

    private static byte[] bytes(Path file) throws UnreadableAudioException {
        try {
            if (Files.isDirectory(file)) {
                throw new UnreadableAudioException(file, "it is a folder");
            }
            return Files.readAllBytes(file);
        } catch (UnreadableAudioException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new UnreadableAudioException(file, "there is no such file", e);
        } catch (IOException e) {
            throw new UnreadableAudioException(file, "reading failed with " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new UnreadableAudioException(file, "it is too large to hold in memory", e);
        }
    }

    private static AudioKind kind(Path file, byte[] content) throws UnreadableAudioException {
        if (content.length == 0) {
            throw new UnreadableAudioException(file, "the file is empty");
        }
        for (AudioKind kind : AudioKind.ALL) {
            if (kind.isStart().test(content)) {
                return kind;
            }
        }
        String start = HexFormat.ofDelimiter(" ").formatHex(content, 0, Math.min(SHOWN_BYTES, content.length));
        throw new UnreadableAudioException(
                file,
                "its first bytes (" + start + ") are those of none of the kinds " + String.join(", ", extensions()));
    }
}
