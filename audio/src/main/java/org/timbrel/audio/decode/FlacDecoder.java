package org.timbrel.audio.decode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.kc7bfi.jflac.ChannelData;
import org.kc7bfi.jflac.FLACDecoder;
import org.kc7bfi.jflac.frame.Frame;
import org.timbrel.audio.Sound;

/** FLAC of 8 to 24 bits, by the jFLAC fork javasound-flac. The samples are exactly those that were encoded. */
final class FlacDecoder implements Decoder {
    @Override
    public Sound decode(Path file, byte[] content) throws UnreadableAudioException {
        FLACDecoder decoder = new FLACDecoder(new ByteArrayInputStream(content));
        FloatList samples = new FloatList();
        try {
            decoder.readMetadata();
            for (Frame frame = decoder.readNextFrame(); frame != null; frame = decoder.readNextFrame()) {
                if (frame.header.sampleNumber != samples.size() || decoder.getBadFrames() > 0) {
                    throw new UnreadableAudioException(
                            file, "the FLAC stream is damaged after " + samples.size() + " samples");
                }
                append(frame, decoder.getChannelData(), samples);
            }
        } catch (UnreadableAudioException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new UnreadableAudioException(
                    file, "the FLAC stream is damaged after " + samples.size() + " samples (" + e + ")", e);
        }
        if (samples.size() == 0 && decoder.getStreamInfo().getTotalSamples() > 0) {
            throw new UnreadableAudioException(file, "the FLAC stream is damaged or cut off in its first frame");
        }
        return new Sound(samples.toArray(), decoder.getStreamInfo().getSampleRate());
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
