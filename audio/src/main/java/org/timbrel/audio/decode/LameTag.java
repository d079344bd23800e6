package org.timbrel.audio.decode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an encoder says in an MP3's first frame, which holds no sound itself: the Xing or Info tag with LAME's extension.
 *
 * @param frameSamples samples a channel that each frame decodes to, the tag's own among them
 * @param frames number of frames after the tag's own; empty if not said
 * @param delay samples that the encoder put before the sound; 0 if not said
 * @param padding samples that it put after the sound; 0 if not said
 */
record LameTag(int frameSamples, OptionalInt frames, int delay, int padding) {
    private static final int ID3_HEADER = 10;
    private static final int FRAME_HEADER = 4;
    /** From the start of the extension to the three bytes with both 12-bit numbers. */
    private static final int DELAY_OFFSET = 21;

    /** The tag of a file, if its first frame has one. */
    static Optional<LameTag> find(byte[] content) {
        int frame = skipId3(content);
        if (frame + FRAME_HEADER > content.length) {
            return Optional.empty();
        }
        boolean mpeg1 = ((content[frame + 1] >> 3) & 3) == 3;
        boolean mono = ((content[frame + 3] >> 6) & 3) == 3;
        int sideInformation = mpeg1 ? (mono ? 17 : 32) : (mono ? 9 : 17);
        int tag = frame + FRAME_HEADER + sideInformation;
        if (tag + 8 > content.length) {
            return Optional.empty();
        }
        String name = new String(content, tag, 4, StandardCharsets.ISO_8859_1);
        if (!name.equals("Xing") && !name.equals("Info")) {
            return Optional.empty();
        }
        int frameSamples = mpeg1 ? 1152 : 576;
        boolean counted = (content[tag + 7] & 1) != 0 && tag + 12 <= content.length;
        OptionalInt frames = counted ? OptionalInt.of(ByteBuffer.wrap(content).getInt(tag + 8)) : OptionalInt.empty();
        int extension = tag + 8 + optionalFields(content[tag + 7]);
        int at = extension + DELAY_OFFSET;
        if (at + 3 > content.length || content[extension] == 0) {
            return Optional.of(new LameTag(frameSamples, frames, 0, 0));
        }
        int bits = ((content[at] & 0xFF) << 16) | ((content[at + 1] & 0xFF) << 8) | (content[at + 2] & 0xFF);
        return Optional.of(new LameTag(frameSamples, frames, bits >> 12, bits & 0xFFF));
    }

    /** Bytes of the fields that the flags announce: number of frames, number of bytes, seek table, quality. */
    private static int optionalFields(byte flags) {
        return ((flags & 1) != 0 ? 4 : 0)
                + ((flags & 2) != 0 ? 4 : 0)
                + ((flags & 4) != 0 ? 100 : 0)
                + ((flags & 8) != 0 ? 4 : 0);
    }

    private static int skipId3(byte[] content) {
        boolean tagged = content.length >= ID3_HEADER && content[0] == 'I' && content[1] == 'D' && content[2] == '3';
        if (!tagged) {
            return 0;
        }
        int size = 0;
        for (int i = 6; i < ID3_HEADER; i++) {
            size = (size << 7) | (content[i] & 0x7F);
        }
        return ID3_HEADER + size;
    }
}
