package org.timbrel.audio.decode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.kc7bfi.jflac.ChannelData;
import org.kc7bfi.jflac.FLACDecoder;
import org.kc7bfi.jflac.frame.Frame;
import org.timbrel.audio.Sound;

/** FLAC of 8 to 24 bits, by the jFLAC fork javasound-flac. The samples are exactly those that were encoded. */
final class FlacDecoder implements Decoder {
    private static final int MAGIC = 4;
    private static final int BLOCK_HEADER = 4;
    private static final int STREAM_INFO = 34;

    @Override
    public Sound decode(Path file, byte[] content) throws UnreadableAudioException {
        FLACDecoder decoder = new FLACDecoder(withoutTags(file, content));
        FloatList samples = new FloatList();
        try {
            decoder.readMetadata();
            for (Frame frame = decoder.readNextFrame(); frame != null; frame = decoder.readNextFrame()) {
                if (frame.header.sampleNumber != samples.size() || decoder.getBadFrames() > 0) {
                    throw damaged(file, samples, null);
                }
                append(frame, decoder.getChannelData(), samples);
            }
        } catch (UnreadableAudioException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw damaged(file, samples, e);
        }
        boolean nothing = samples.size() == 0 && decoder.getStreamInfo().getTotalSamples() > 0;
        if (nothing || decoder.getBadFrames() > 0) {
            throw damaged(file, samples, null);
        }
        return new Sound(samples.toArray(), decoder.getStreamInfo().getSampleRate());
    }

    /**
     * The stream with its first metadata block only, which says rate and size of samples: jFLAC would read tags, pictures
     * and padding too, and believe whatever length a damaged one claims.
     */
    private static InputStream withoutTags(Path file, byte[] content) throws UnreadableAudioException {
        int at = MAGIC;
        boolean last = false;
        while (!last) {
            if (at + BLOCK_HEADER > content.length) {
                throw new UnreadableAudioException(file, "its FLAC metadata are cut off");
            }
            last = content[at] < 0; // the highest bit marks the last block
            at += BLOCK_HEADER + (ByteBuffer.wrap(content).getInt(at) & 0xFFFFFF);
        }
        if (at > content.length || (content[MAGIC] & 0x7F) != 0) {
            throw new UnreadableAudioException(file, "its FLAC metadata are damaged");
        }
        byte[] start = Arrays.copyOf(content, MAGIC + BLOCK_HEADER + STREAM_INFO);
        start[MAGIC] = (byte) 0x80;
        return new SequenceInputStream(
                new ByteArrayInputStream(start), new ByteArrayInputStream(content, at, content.length - at));
    }

    private static UnreadableAudioException damaged(Path file, FloatList samples, Exception cause) {
        return new UnreadableAudioException(
                file, "the FLAC stream is damaged after " + samples.size() + " samples", cause);
    }

    private static void append(Frame frame, ChannelData[] data, FloatList samples) {
        float scale = 1f / (1 << (frame.header.bitsPerSample - 1));
        int channels = frame.header.channels;
        for (int i = 0; i < frame.header.blockSize; i++) {
            float sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += data[channel].getOutput()[i] * scale;
            }
            samples.add(sum / channels);
        }
    }
}
