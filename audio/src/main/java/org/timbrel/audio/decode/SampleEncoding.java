package org.timbrel.audio.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How one sample is written in an uncompressed file, and its value as a fraction of full scale. */
enum SampleEncoding {
    UNSIGNED_8(1) {
        @Override
        float read(ByteBuffer bytes, int at) {
            return ((bytes.get(at) & 0xFF) - 128) * 0x1p-7f;
        }
    },
    SIGNED_8(1) {
        @Override
        float read(ByteBuffer bytes, int at) {
            return bytes.get(at) * 0x1p-7f;
        }
    },
    SIGNED_16(2) {
        @Override
        float read(ByteBuffer bytes, int at) {
            return bytes.getShort(at) * 0x1p-15f;
        }
    },
    SIGNED_24(3) {
        @Override
        float read(ByteBuffer bytes, int at) {
            boolean little = bytes.order() == ByteOrder.LITTLE_ENDIAN;
            int high = bytes.get(little ? at + 2 : at);
            int low = bytes.get(little ? at : at + 2) & 0xFF;
            return ((high << 16) | ((bytes.get(at + 1) & 0xFF) << 8) | low) * 0x1p-23f;
        }
    },
    SIGNED_32(4) {
        @Override
        float read(ByteBuffer bytes, int at) {
            return bytes.getInt(at) * 0x1p-31f;
        }
    },
    FLOAT_32(4) {
        @Override
        float read(ByteBuffer bytes, int at) {
            return bytes.getFloat(at);
        }
    },
    FLOAT_64(8) {
        @Override
        float read(ByteBuffer bytes, int at) {
            return (float) bytes.getDouble(at);
        }
    },
    /** ITU-T G.711 mu-law: sign, 3 bits of exponent, 4 of mantissa, all inverted. */
    MU_LAW(1) {
        @Override
        float read(ByteBuffer bytes, int at) {
            int code = ~bytes.get(at);
            int magnitude = ((((code & 0x0F) << 3) + 0x84) << ((code >> 4) & 7)) - 0x84;
            return ((code & 0x80) != 0 ? -magnitude : magnitude) * 0x1p-15f;
        }
    },
    /** ITU-T G.711 A-law: as mu-law with a linear lowest segment and every second bit inverted. */
    A_LAW(1) {
        @Override
        float read(ByteBuffer bytes, int at) {
            int code = bytes.get(at) ^ 0x55;
            int exponent = (code >> 4) & 7;
            int mantissa = (code & 0x0F) << 4;
            int magnitude = exponent == 0 ? mantissa + 8 : (mantissa + 0x108) << (exponent - 1);
            return ((code & 0x80) != 0 ? magnitude : -magnitude) * 0x1p-15f;
        }
    };

    private final int bytes;

    SampleEncoding(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes that one sample takes. */
    int bytes() {
        return bytes;
    }

    /** The sample at byte {@code at}, in the byte order of {@code bytes}. */
    abstract float read(ByteBuffer bytes, int at);

    /**
     * Averages the channels of interleaved samples. A last frame that is cut off is left out.
     *
     * @param bytes from the first sample to the last
     * @param channels samples a frame
     */
    float[] mono(ByteBuffer bytes, int channels) {
        if (this == SIGNED_16) {
            return mono16(bytes, channels);
        }
        int frame = channels * this.bytes;
        float[] samples = new float[bytes.remaining() / frame];
        int at = bytes.position();
        for (int i = 0; i < samples.length; i++) {
            float sum = 0;
            for (int channel = 0; channel < channels; channel++, at += this.bytes) {
                sum += read(bytes, at);
            }
            samples[i] = sum / channels;
        }
        return samples;
    }

    /** The usual case by itself: through {@link #read} it would take as long as a Fourier transform. */
    private static float[] mono16(ByteBuffer bytes, int channels) {
        short[] values = new short[bytes.remaining() / 2];
        bytes.asShortBuffer().get(values);
        float[] samples = new float[values.length / channels];
        if (channels == 1) {
            for (int i = 0; i < samples.length; i++) {
                samples[i] = values[i] * 0x1p-15f;
            }
            return samples;
        }
        for (int i = 0, at = 0; i < samples.length; i++) {
            float sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += values[at++] * 0x1p-15f;
            }
            samples[i] = sum / channels;
        }
        return samples;
    }
}
