// Convolution as an implicit matrix product: y (pixels, channels of y) = patches (pixels, KT KF C) by w (KT KF C, channels of
// y), without ever making the patches. The gradient of the input is the same walk the other way: dx (pixels, C) = patches of
// dy by w with its channels exchanged.
//
// A work-item keeps the sums of TILE_M pixels by TILE_N vectors of channels in registers. For each tap of the kernel it finds
// where its pixels' sources lie; a source outside the image is a row of zeros:
//
//      x            f ->                    w of this tap     channels ->
//        . . . . . . . . .                       c [ v ][ v ]
//        . a a a a a a a a    8 sources          c [ v ][ v ]      each channel c of the sources times a row of w,
//        . . . . . . . . .    of 8 pixels        c [ v ][ v ]      added to 8 x 2 vectors of y
//
// Plain version: org.timbrel.engine.backend.Conv2dShape has the formula; one work-item a number of y, three loops.

#ifndef TILE_M
#define TILE_M 8 // pixels a work-item makes
#endif
#ifndef TILE_N
#define TILE_N 2 // vectors of channels a work-item makes
#endif
#ifndef TO_INPUT
#define TO_INPUT 0 // 1: from dy to dx
#endif
#ifndef STRIDED
#define STRIDED 1 // 0: strides are 1, and nothing needs to be divided by them on the way to the input
#endif

// Where a tap takes its number from, and whether there is one at that place.
#if TO_INPUT && STRIDED
#define SOURCE(position, tap, pad, stride) ((position) + (pad) - (tap)) / (stride)
#define HAS_SOURCE(position, tap, pad, stride, length) \
    ((position) + (pad) - (tap) >= 0 && ((position) + (pad) - (tap)) % (stride) == 0 \
     && ((position) + (pad) - (tap)) / (stride) < (length))
#elif TO_INPUT
#define SOURCE(position, tap, pad, stride) ((position) + (pad) - (tap))
#define HAS_SOURCE(position, tap, pad, stride, length) ((uint) ((position) + (pad) - (tap)) < (uint) (length))
#else
#define SOURCE(position, tap, pad, stride) ((position) * (stride) + (tap) - (pad))
#define HAS_SOURCE(position, tap, pad, stride, length) \
    ((uint) ((position) * (stride) + (tap) - (pad)) < (uint) (length))
#endif

// to (n,to_t,to_f,channels) from (n,from_t,from_f,depth); w (kt,kf,depth,channels); zeros holds depth of them.
kernel void conv2d(int pixels, int to_t, int to_f, int channels, int from_t, int from_f, int depth, int kt, int kf,
                   int stride_t, int stride_f, int pad_t, int pad_f, global const A_T *from_images, int from_offset,
                   global const float *w, global const A_T *zeros, global const float *bias, int has_bias,
                   int activation, global TO_T *to_images, int to_offset)
{
    global const A_T *from = from_images + from_offset;
    global TO_T *to = to_images + to_offset;
    int channel = get_global_id(0) * TILE_N * VECTOR;
    int pixel = get_global_id(1) * TILE_M;
    if (pixel >= pixels || channel >= channels) {
        return;
    }
    int image[TILE_M];
    int row[TILE_M];
    int column[TILE_M];
    floatv sums[TILE_M][TILE_N];
#pragma unroll
    for (int i = 0; i < TILE_M; i++) {
        int at = min(pixel + i, pixels - 1);
        column[i] = at % to_f;
        row[i] = at / to_f % to_t;
        image[i] = at / to_f / to_t * from_t;
#pragma unroll
        for (int j = 0; j < TILE_N; j++) {
            sums[i][j] = 0.0f;
        }
    }
    for (int tap_t = 0; tap_t < kt; tap_t++) {
        for (int tap_f = 0; tap_f < kf; tap_f++) {
            global const A_T *source[TILE_M];
#pragma unroll
            for (int i = 0; i < TILE_M; i++) {
                bool inside = HAS_SOURCE(row[i], tap_t, pad_t, stride_t, from_t)
                           && HAS_SOURCE(column[i], tap_f, pad_f, stride_f, from_f);
                int at = (image[i] + SOURCE(row[i], tap_t, pad_t, stride_t)) * from_f
                       + SOURCE(column[i], tap_f, pad_f, stride_f);
                source[i] = inside ? from + at * depth : zeros;
            }
            global const float *weights = w + (tap_t * kf + tap_f) * depth * channels + channel;
            for (int c = 0; c < depth; c++) {
                floatv vectors[TILE_N];
#pragma unroll
                for (int j = 0; j < TILE_N; j++) {
                    vectors[j] = load(weights + j * VECTOR);
                }
                weights += channels;
#pragma unroll
                for (int i = 0; i < TILE_M; i++) {
                    floatv number = NUMBER(A_T, source[i] + c);
#pragma unroll
                    for (int j = 0; j < TILE_N; j++) {
                        sums[i][j] = fma(number, vectors[j], sums[i][j]);
                    }
                }
            }
        }
    }
#pragma unroll
    for (int i = 0; i < TILE_M; i++) {
#pragma unroll
        for (int j = 0; j < TILE_N; j++) {
            int at = channel + j * VECTOR;
            if (pixel + i < pixels && at < channels) {
                floatv sum = has_bias ? sums[i][j] + load(bias + at) : sums[i][j];
                STORE_FIRST(TO_T, sum, channels - at, to + (pixel + i) * channels + at);
            }
        }
    }
    if (activation != 0) {
        // a second look at what is still in the cache, as in matmul.cl
#pragma unroll 1
        for (int i = pixel; i < min(pixel + TILE_M, pixels); i++) {
#pragma unroll 1
            for (int at = channel; at < min(channel + TILE_N * VECTOR, channels); at += VECTOR) {
                global TO_T *y = to + i * channels + at;
                STORE_FIRST(TO_T, activate(LOAD_FIRST(TO_T, y, channels - at, 0.0f), activation), channels - at, y);
            }
        }
    }
}
