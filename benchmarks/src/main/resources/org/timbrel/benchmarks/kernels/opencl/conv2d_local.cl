// Rung 2, local tile: a group makes EDGE x EDGE pixels of CHANNELS output channels. It copies the part of x that these pixels
// see, DEPTH channels of it at a time, into local memory, where each number is then read by nine pixels and all channels.
//
//      x, one image                 local memory                 y
//      . . . . . . . .              a a a a a a
//      . a a a a a a .              a a a a a a                  p p p p     EDGE x EDGE pixels
//      . a a a a a a .     copy     a a a a a a     multiply     p p p p     by CHANNELS channels:
//      . a a a a a a .      ->      a a a a a a        ->        p p p p     one work-item each
//      . a a a a a a .              a a a a a a                  p p p p
//      . a a a a a a .              a a a a a a
//      . a a a a a a .              (EDGE + 2) x (EDGE + 2) x DEPTH
//
// Places outside the image are copied as zeros, so that the loop over the window asks nothing.
//
// What limits it: the weights still come from global memory, one for each multiply-add of a work-item.

#ifndef EDGE
#define EDGE 4 // pixels of a group in each direction
#endif
#ifndef CHANNELS
#define CHANNELS 16 // output channels of a group
#endif
#ifndef DEPTH
#define DEPTH 16 // input channels that are copied at a time
#endif

#define SEEN (EDGE + 2)
#define ITEMS (CHANNELS * EDGE * EDGE)

kernel __attribute__((reqd_work_group_size(CHANNELS, EDGE * EDGE, 1)))
void conv2d(int images, int t, int f, int c, int o, int out_t, int out_f, int pad, global const float *x,
            global const float *w, global float *y)
{
    local float part[SEEN * SEEN][DEPTH];
    int tiles_f = (out_f + EDGE - 1) / EDGE;
    int tiles_t = (out_t + EDGE - 1) / EDGE;
    int tile = get_group_id(1);
    int image = tile / tiles_f / tiles_t;
    int first_t = tile / tiles_f % tiles_t * EDGE;
    int first_f = tile % tiles_f * EDGE;
    int channel = get_global_id(0);
    int pixel_t = get_local_id(1) / EDGE;
    int pixel_f = get_local_id(1) % EDGE;
    int item = get_local_id(1) * CHANNELS + get_local_id(0);
    float sum = 0.0f;
    for (int begin = 0; begin < c; begin += DEPTH) {
        for (int e = item; e < SEEN * SEEN * DEPTH; e += ITEMS) {
            int q = e % DEPTH;
            int at = e / DEPTH;
            int from_t = first_t + at / SEEN - pad;
            int from_f = first_f + at % SEEN - pad;
            bool inside = from_t >= 0 && from_t < t && from_f >= 0 && from_f < f && begin + q < c;
            part[at][q] = inside ? x[((image * t + from_t) * f + from_f) * c + begin + q] : 0.0f;
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        if (channel < o) {
            int depth = min(DEPTH, c - begin);
            for (int tap = 0; tap < 9; tap++) {
                local const float *from = part[(pixel_t + tap / 3) * SEEN + pixel_f + tap % 3];
                global const float *weights = w + (tap * c + begin) * o + channel;
                for (int q = 0; q < depth; q++) {
                    sum = fma(from[q], weights[q * o], sum);
                }
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    int row = first_t + pixel_t;
    int column = first_f + pixel_f;
    if (channel < o && row < out_t && column < out_f) {
        y[((image * out_t + row) * out_f + column) * o + channel] = sum;
    }
}
