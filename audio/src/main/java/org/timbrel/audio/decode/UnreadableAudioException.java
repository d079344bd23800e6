package org.timbrel.audio.decode;

import java.io.IOException;
import java.nio.file.Path;

/** A file that can't be read as audio. The message is one sentence that names the file and the reason. */
public final class UnreadableAudioException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final String reason;

    /**
     * @param file the file as the user named it
     * @param reason why it can't be read, without a full stop
     */
    public UnreadableAudioException(Path file, String reason) {
        super(file + " can't be read as audio: " + reason + ".");
        this.file = file;
        this.reason = reason;
    }

    /** As {@link #UnreadableAudioException(Path, String)}, keeping the decoder's own complaint as the cause. */
    public UnreadableAudioException(Path file, String reason, Throwable cause) {
        this(file, reason);
        initCause(cause);
    }

    static UnreadableAudioException cutOff(Path file, long promised, long there) {
        return new UnreadableAudioException(
                file, "it is cut off: its header promises " + promised + " bytes of sound, " + there + " are there");
    }

    /** The file that can't be read. */
    public Path file() {
        return file;
    }

    /** Why, without the file's name: what a list of left-out files shows. */
    public String reason() {
        return reason;
    }
}
