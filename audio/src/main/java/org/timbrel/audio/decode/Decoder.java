package org.timbrel.audio.decode;

import java.nio.file.Path;
import org.timbrel.audio.Sound;

/** Decodes one kind of file. */
@FunctionalInterface
interface Decoder {
    /**
     * All samples that are there, channels averaged.
     *
     * @param file named in errors only
     * @param content all bytes of the file
     */
    Sound decode(Path file, byte[] content) throws UnreadableAudioException;
}
