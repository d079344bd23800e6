package org.timbrel.audio.decode;

import com.jcraft.jogg.Packet;
import com.jcraft.jogg.Page;
import com.jcraft.jogg.StreamState;
import com.jcraft.jogg.SyncState;
import com.jcraft.jorbis.Block;
import com.jcraft.jorbis.Comment;
import com.jcraft.jorbis.DspState;
import com.jcraft.jorbis.Info;
import java.nio.file.Path;
import java.util.Arrays;
import org.timbrel.audio.Sound;

/** OGG Vorbis, by JOrbis. */
final class VorbisDecoder implements Decoder {
    private static final int HEADERS = 3;

    @Override
    public Sound decode(Path file, byte[] content) throws UnreadableAudioException {
        SyncState sync = new SyncState();
        sync.init();
        int start = sync.buffer(content.length);
        System.arraycopy(content, 0, sync.data, start, content.length);
        sync.wrote(content.length);
        Stream stream = null;
        Page page = new Page();
        try {
            for (int found = sync.pageout(page); found != 0; found = sync.pageout(page)) {
                if (found < 0 && stream != null && stream.ended) {
                    break; // bytes that are no page, such as a tag, after the last one
                }
                if (found < 0) {
                    throw damaged(file, stream);
                }
                if (stream == null) {
                    stream = new Stream(page.serialno());
                }
                if (page.bos() != 0 && stream.samples.size() > 0) {
                    throw new UnreadableAudioException(
                            file, "it holds several OGG streams, one after the other; cut it into one file each");
                }
                if (!stream.read(page)) {
                    throw damaged(file, stream);
                }
            }
        } catch (NotVorbisException e) {
            throw new UnreadableAudioException(
                    file, "its OGG stream is not Vorbis, or of a form that JOrbis does not decode", e);
        } catch (RuntimeException e) {
            throw new UnreadableAudioException(file, "the Vorbis stream is damaged", e);
        }
        if (stream == null || stream.headers < HEADERS) {
            throw new UnreadableAudioException(file, "its Vorbis headers are cut off");
        }
        return new Sound(stream.trimmed(), stream.info.rate);
    }

    private static UnreadableAudioException damaged(Path file, Stream stream) {
        int decoded = stream == null ? 0 : stream.samples.size();
        return new UnreadableAudioException(file, "the Vorbis stream is damaged after " + decoded + " samples");
    }

    private static final class NotVorbisException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** One logical stream, fed page by page. */
    private static final class Stream {
        private final StreamState packets = new StreamState();
        private final Info info = new Info();
        private final Comment comment = new Comment();
        private final DspState synthesis = new DspState();
        private final Block block = new Block(synthesis);
        private final FloatList samples = new FloatList();
        private final Packet packet = new Packet();
        private int headers;
        private boolean ended;
        private long firstPosition = -1;
        private long lastPosition = -1;

        Stream(int serial) {
            packets.init(serial);
            info.init();
            comment.init();
        }

        /** Whether the page follows the one before without a gap. */
        boolean read(Page page) throws NotVorbisException {
            if (packets.pagein(page) < 0) {
                return true; // a page of another stream
            }
            for (int found = packets.packetout(packet); found != 0; found = packets.packetout(packet)) {
                if (found < 0) {
                    return false;
                }
                if (headers < HEADERS) {
                    readHeader();
                } else if (block.synthesis(packet) == 0) {
                    synthesis.synthesis_blockin(block);
                    drain();
                }
            }
            if (samples.size() > 0 && page.granulepos() >= 0) {
                locate(page.granulepos());
            }
            ended = page.eos() != 0;
            return true;
        }

        /** A page says at which sample of the stream it ends; a recording cut out of a longer stream begins after 0. */
        private void locate(long position) {
            if (firstPosition < 0) {
                firstPosition = Math.max(0, position - samples.size());
            }
            lastPosition = position;
        }

        /** The last block is decoded whole, but the sound ends where the last page says. */
        float[] trimmed() {
            float[] all = samples.toArray();
            long length = lastPosition - firstPosition;
            return lastPosition >= 0 && length < all.length ? Arrays.copyOf(all, (int) length) : all;
        }

        private void readHeader() throws NotVorbisException {
            if (info.synthesis_headerin(comment, packet) < 0) {
                throw new NotVorbisException();
            }
            if (++headers == HEADERS) {
                synthesis.synthesis_init(info);
                block.init(synthesis);
            }
        }

        private void drain() {
            float[][][] pcm = new float[1][][];
            int[] offsets = new int[info.channels];
            for (int n = synthesis.synthesis_pcmout(pcm, offsets);
                    n > 0;
                    n = synthesis.synthesis_pcmout(pcm, offsets)) {
                for (int i = 0; i < n; i++) {
                    float sum = 0;
                    for (int channel = 0; channel < info.channels; channel++) {
                        sum += pcm[0][channel][offsets[channel] + i];
                    }
                    samples.add(sum / info.channels);
                }
                synthesis.synthesis_read(n);
            }
        }
    }
}
