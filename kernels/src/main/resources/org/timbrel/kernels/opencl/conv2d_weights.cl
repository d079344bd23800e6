// The gradient of a convolution's weights: dw[i,(j,c),o] = sum over the pixels of y of x[t + i, (f + j, c)] dy[t, f, o]. Taps
// along a row and channels are one axis (j,c) of x, whose numbers lie side by side. A work-item keeps TILE_M of them by TILE_N
// vectors of o in registers and walks over some rows of dy, pixel by pixel:
//
//      x, one row    [ c c c | c c c | c c c | c c c ]          dy, one row   [ o o o o | o o o o | ... ]
//                      ^ TILE_M numbers at (f + j, c)                             ^ TILE_N vectors at f
//
// At both ends of a row some of the TILE_M numbers lie outside the image and count as zero; in between nothing is asked. The
// rows are cut into chunks, whose sums lie side by side in to (chunks,kt,kf*c,o) and are added by another launch.
//
// In a block (POOLED, see conv_block.cl) dy is that of the pooling: it lies at one of four pixels, the place says which.
//
// Plain version: one work-item a number of dw, which walks over all pixels.

#ifndef TILE_M
#define TILE_M 8 // numbers of (j,c) a work-item makes
#endif
#ifndef TILE_N
#define TILE_N 2 // vectors of channels o a work-item makes
#endif
#ifndef POOLED
#define POOLED 0 // 1: dy belongs to windows of 2 x 2 pixels and comes with its places
#endif

#if POOLED
#define GRADIENT(j) \
    select((floatv)(0.0f), LOAD(B_T, gradient + pixel / 2 * o + j * VECTOR), \
           IS_TRUE(LOAD(C_T, place + pixel / 2 * o + j * VECTOR) == (floatv)((float) (corner + pixel % 2))))
#else
#define GRADIENT(j) LOAD(B_T, gradient + pixel * o + j * VECTOR)
#endif

// Adds the products of one pixel; the numbers come from the expression.
#define ADD_PIXEL(number_at) \
    { \
        floatv vectors[TILE_N]; \
        _Pragma("unroll") for (int j = 0; j < TILE_N; j++) \
        { \
            vectors[j] = GRADIENT(j); \
        } \
        _Pragma("unroll") for (int i = 0; i < TILE_M; i++) \
        { \
            floatv number = number_at; \
            _Pragma("unroll") for (int j = 0; j < TILE_N; j++) \
            { \
                sums[i][j] = fma(number, vectors[j], sums[i][j]); \
            } \
        } \
    }

kernel void conv2d_weights(int rows, int out_t, int out_f, int o, int t, int f, int c, int kt, int kf,
                           int stride_t, int stride_f, int pad_t, int pad_f, int chunk, float scale, global const A_T *x,
                           global const B_T *dy, global const C_T *places, global float *to)
{
    int taps = kf * c;
    int channel = get_global_id(0) * TILE_N * VECTOR;
    int tiles = (taps + TILE_M - 1) / TILE_M;
    int tap = get_global_id(1) % tiles * TILE_M;
    int tap_t = get_global_id(1) / tiles;
    int part = get_global_id(2);
    if (channel >= o || tap_t >= kt) {
        return;
    }
#if POOLED
    out_f = out_f / 2 * 2; // a last pixel without a window has no gradient
#endif
    int width = f * c; // of a row of x
    int step = stride_f * c; // from a pixel's numbers to the next one's
    int before = pad_f * c; // zeros before a row
    // pixels from first to below last have all their numbers inside
    int first = clamp((before - tap + step - 1) / step, 0, out_f);
    int past = width + before - tap - TILE_M;
    int last = past < 0 ? first : clamp(past / step + 1, first, out_f);
    floatv sums[TILE_M][TILE_N];
#pragma unroll
    for (int i = 0; i < TILE_M; i++) {
#pragma unroll
        for (int j = 0; j < TILE_N; j++) {
            sums[i][j] = 0.0f;
        }
    }
    int end = min((part + 1) * chunk, rows);
    for (int row = part * chunk; row < end; row++) {
        int source = row % out_t * stride_t + tap_t - pad_t;
        if (source < 0 || source >= t) {
            continue;
        }
#if POOLED
        if (row % out_t / 2 >= out_t / 2) {
            continue;
        }
        int pooled = (row / out_t * (out_t / 2) + row % out_t / 2) * (out_f / 2) * o + channel;
        int corner = row % out_t % 2 * 2;
        global const B_T *gradient = dy + pooled;
        global const C_T *place = places + pooled;
#else
        global const B_T *gradient = dy + row * out_f * o + channel;
#endif
        global const A_T *from = x + (row / out_t * t + source) * width;
        int at = tap - before;
        for (int pixel = 0; pixel < first; pixel++) {
            ADD_PIXEL((at + i >= 0 && at + i < width ? NUMBER(A_T, from + at + i) : 0.0f))
            at += step;
        }
        for (int pixel = first; pixel < last; pixel++) {
            ADD_PIXEL(NUMBER(A_T, from + at + i))
            at += step;
        }
        for (int pixel = last; pixel < out_f; pixel++) {
            ADD_PIXEL((at + i >= 0 && at + i < width ? NUMBER(A_T, from + at + i) : 0.0f))
            at += step;
        }
    }
#pragma unroll
    for (int i = 0; i < TILE_M; i++) {
#pragma unroll
        for (int j = 0; j < TILE_N; j++) {
            int column = channel + j * VECTOR;
            if (tap + i < taps && column < o) {
                store_first(sums[i][j] * scale, o - column, to + ((part * kt + tap_t) * taps + tap + i) * o + column);
            }
        }
    }
}
