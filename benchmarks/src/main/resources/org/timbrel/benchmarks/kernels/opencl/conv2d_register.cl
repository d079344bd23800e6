// Rung 3, register tile, channels last: a work-item makes PIXELS neighbouring pixels by CHANNELS vectors of output channels
// and keeps their sums in registers. A weight vector that is read serves all pixels, a number of x all its channels.
//
//      x            f ->                    w of one tap      channels o ->
//        . . . . . . . . .                       q [ v ][ v ]
//        . a a a a a a a a    the sources        q [ v ][ v ]      each channel q of the sources times a row of w,
//        . . . . . . . . .    of 8 pixels        q [ v ][ v ]      added to 8 x 2 vectors of y
//
// The pixels of the whole batch are counted through, so that a tile may go on in the next row, or the next image. A source
// outside the image is a row of zeros, which lies in a buffer of its own.
//
// What limits it: the weights are read again by every work-item, and x nine times; caches bring both. On a GPU neighbouring
// work-items take neighbouring channels and so read the same numbers of x in the same moment.

#ifndef VECTOR
#define VECTOR 16 // output channels of a vector
#endif
#ifndef PIXELS
#define PIXELS 8 // pixels a work-item makes
#endif
#ifndef CHANNELS
#define CHANNELS 2 // vectors of output channels a work-item makes
#endif

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
typedef JOIN(float, VECTOR) floatv;
#define LOAD JOIN(vload, VECTOR)
#define STORE JOIN(vstore, VECTOR)

// The first count of VECTOR neighbours, zeros for the others.
inline floatv load_first(global const float *x, int count)
{
    if (count >= VECTOR) {
        return LOAD(0, x);
    }
    float numbers[VECTOR];
    for (int i = 0; i < VECTOR; i++) {
        numbers[i] = i < count ? x[i] : 0.0f;
    }
    return LOAD(0, numbers);
}

kernel void conv2d(int images, int t, int f, int c, int o, int out_t, int out_f, int pad, global const float *x,
                   global const float *w, global const float *zeros, global float *y)
{
    int channel = get_global_id(0) * CHANNELS * VECTOR;
    int pixel = get_global_id(1) * PIXELS;
    int pixels = images * out_t * out_f;
    if (channel >= o || pixel >= pixels) {
        return;
    }
    floatv sums[PIXELS][CHANNELS];
#pragma unroll
    for (int i = 0; i < PIXELS; i++) {
#pragma unroll
        for (int j = 0; j < CHANNELS; j++) {
            sums[i][j] = 0.0f;
        }
    }
    for (int tap = 0; tap < 9; tap++) {
        global const float *source[PIXELS];
#pragma unroll
        for (int i = 0; i < PIXELS; i++) {
            int at = min(pixel + i, pixels - 1);
            int from_f = at % out_f + tap % 3 - pad;
            int from_t = at / out_f % out_t + tap / 3 - pad;
            bool inside = from_t >= 0 && from_t < t && from_f >= 0 && from_f < f;
            source[i] = inside ? x + ((at / out_f / out_t * t + from_t) * f + from_f) * c : zeros;
        }
        global const float *weights = w + tap * c * o + channel;
        for (int q = 0; q < c; q++) {
            floatv vectors[CHANNELS];
#pragma unroll
            for (int j = 0; j < CHANNELS; j++) {
                vectors[j] = load_first(weights + q * o + j * VECTOR, o - channel - j * VECTOR);
            }
#pragma unroll
            for (int i = 0; i < PIXELS; i++) {
                floatv number = (floatv) (source[i][q]);
#pragma unroll
                for (int j = 0; j < CHANNELS; j++) {
                    sums[i][j] = fma(number, vectors[j], sums[i][j]);
                }
            }
        }
    }
#pragma unroll
    for (int i = 0; i < PIXELS; i++) {
#pragma unroll
        for (int j = 0; j < CHANNELS; j++) {
            float numbers[VECTOR];
            STORE(sums[i][j], 0, numbers);
            for (int l = 0; l < VECTOR; l++) {
                int at = channel + j * VECTOR + l;
                if (pixel + i < pixels && at < o) {
                    y[(pixel + i) * o + at] = numbers[l];
                }
            }
        }
    }
}
