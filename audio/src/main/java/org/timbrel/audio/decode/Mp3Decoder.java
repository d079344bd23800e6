package org.timbrel.audio.decode;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javazoom.jl.decoder.Bitstream;
import javazoom.jl.decoder.BitstreamException;
import javazoom.jl.decoder.DecoderException;
import javazoom.jl.decoder.Header;
import javazoom.jl.decoder.Obuffer;
import org.timbrel.audio.Sound;

/**
 * MP3, by JLayer, in floating point. Where the file has a LAME tag, the silence that encoder and decoder add is cut
 * off, so that the sound is as long as what was encoded.
 */
final class Mp3Decoder implements Decoder {
    /** JLayer's value for full scale. */
    private static final float FULL_SCALE = 32700;
    /** Samples by which any MP3 decoder is late. */
    private static final int DECODER_DELAY = 529;

    private static final int ID3V1_BYTES = 128;

    @Override
    public Sound decode(Path file, byte[] content) throws UnreadableAudioException {
        Bitstream stream = new Bitstream(new ByteArrayInputStream(content, 0, withoutId3v1(content)));
        javazoom.jl.decoder.Decoder decoder = new javazoom.jl.decoder.Decoder();
        ChannelBuffers channels = new ChannelBuffers();
        decoder.setOutputBuffer(channels);
        int sampleRate = 0;
        int channelCount = 0;
        try {
            for (Header header = stream.readFrame(); header != null; header = stream.readFrame()) {
                if (sampleRate != 0 && sampleRate != header.frequency()) {
                    throw new UnreadableAudioException(
                            file, "its sample rate changes from " + sampleRate + " to " + header.frequency() + " Hz");
                }
                sampleRate = header.frequency();
                channelCount = header.mode() == Header.SINGLE_CHANNEL ? 1 : 2;
                decoder.decodeFrame(header, stream);
                stream.closeFrame();
            }
        } catch (BitstreamException | DecoderException | RuntimeException e) {
            throw new UnreadableAudioException(
                    file, "the MP3 stream is damaged after " + channels.size() + " samples", e);
        }
        if (sampleRate == 0) {
            throw new UnreadableAudioException(file, "it has no MP3 frames");
        }
        return new Sound(trim(channels.mono(channelCount), LameTag.find(content)), sampleRate);
    }

    /** Length up to an ID3v1 tag, which JLayer would take for a broken header after the last frame. */
    private static int withoutId3v1(byte[] content) {
        int tag = content.length - ID3V1_BYTES;
        boolean tagged = tag >= 0 && content[tag] == 'T' && content[tag + 1] == 'A' && content[tag + 2] == 'G';
        return tagged ? tag : content.length;
    }

    private static float[] trim(float[] samples, Optional<LameTag> tag) {
        if (tag.isEmpty()) {
            return samples;
        }
        LameTag lame = tag.get();
        boolean sized = lame.delay() + lame.padding() > 0;
        int from = lame.frameSamples() + (sized ? lame.delay() + DECODER_DELAY : 0);
        long whole = lame.frames().isPresent()
                ? lame.frameSamples() * (1L + lame.frames().getAsInt())
                : samples.length;
        long end = whole - (sized ? Math.max(0, lame.padding() - DECODER_DELAY) : 0);
        int to = (int) Math.max(0, Math.min(samples.length, end));
        return from < to ? Arrays.copyOfRange(samples, from, to) : new float[0];
    }

    /** Keeps what the decoder's filter bank puts out, before it is rounded to 16 bits. */
    private static final class ChannelBuffers extends Obuffer {
        private final FloatList[] channels = {new FloatList(), new FloatList()};

        int size() {
            return channels[0].size();
        }

        float[] mono(int channelCount) {
            float[] samples = channels[0].toArray();
            for (int i = 0; i < samples.length; i++) {
                float left = samples[i] / FULL_SCALE;
                samples[i] = channelCount == 1 ? left : (left + channels[1].get(i) / FULL_SCALE) / 2;
            }
            return samples;
        }

        @Override
        public void append(int channel, short value) {
            channels[channel].add(value);
        }

        @Override
        public void appendSamples(int channel, float[] values) {
            channels[channel].addAll(values);
        }

        @Override
        public void write_buffer(int value) {}

        @Override
        public void close() {}

        @Override
        public void clear_buffer() {}

        @Override
        public void set_stop_flag() {}
    }
}
