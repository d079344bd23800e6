// What follows a convolution in a block: the largest of 2 x 2, ReLU, dropout, in one pass over the convolution's output, and the
// way back. For each number of y only its place in the window is kept, -1 where nothing comes back, because ReLU or dropout
// made it zero:
//
//      x   a a | b b      y   a b     places   0 .. 3:   0 1        way back:   0 0 | 0 b
//          a a | b b          c -              or -1     2 3                    a 0 | 0 0
//          c c | d d
//          c c | d d      d was dropped: place -1
//
// A work-item runs VECTOR blocks of Philox, which give the choices for four vectors of y, as in dropout.cl; channels are a
// multiple of VECTOR, so a vector stays in one pixel. Plain version: pooling.cl, elementwise.cl and dropout.cl, one after another.

#ifndef CACHED
#define CACHED 1073741824 // numbers of a convolution's output that go through a block at a time
#endif

// y and places (n,out_t,out_f,channels), from number begin to below end, from x (images,t,f,channels), which begins with
// image first_image.
kernel void pool_and_drop(int begin, int end, int first_image, int out_t, int out_f, int channels, int t,
                          int f, int has_relu, int drops, int threshold, float scale, int seed_low, int seed_high,
                          int stream, int step_low, int step_high, global const A_T *x, global TO_T *y, global C_T *places)
{
    int block = begin / 4 + get_global_id(0) * VECTOR;
    int first = block / BLOCKS * BLOCKS * 4 + block % BLOCKS;
    if (first >= end) {
        return;
    }
    uintv words[4];
    if (drops) {
        philox(block, seed_low, seed_high, stream, step_low, step_high, words);
    }
    for (int w = 0; w < 4 && first + w * BLOCKS < end; w++) {
        int i = first + w * BLOCKS;
        int pixel = i / channels;
        int row = pixel / out_f % out_t * 2 + (pixel / out_f / out_t - first_image) * t;
        global const A_T *upper = x + (row * f + pixel % out_f * 2) * channels + i % channels;
        global const A_T *lower = upper + f * channels;
        floatv best = LOAD(A_T, upper);
        floatv place = 0.0f;
        floatv others[3] = {LOAD(A_T, upper + channels), LOAD(A_T, lower), LOAD(A_T, lower + channels)};
#pragma unroll
        for (int k = 0; k < 3; k++) {
            intv larger = IS_TRUE(others[k] > best);
            best = select(best, others[k], larger);
            place = select(place, (floatv)(k + 1.0f), larger);
        }
        if (has_relu) {
            place = select(place, (floatv)(-1.0f), IS_TRUE(best <= (floatv)(0.0f)));
            best = relu(best);
        }
        if (drops) {
            intv kept = IS_TRUE((words[w] >> 8) >= (uintv)((uint) threshold));
            place = select((floatv)(-1.0f), place, kept);
            best = select((floatv)(0.0f), best * scale, kept);
        }
        STORE(TO_T, best, y + i);
        STORE(C_T, place, places + i);
    }
}

// dx (n,t,f,channels) from dy and places (n,out_t,out_f,channels): a work-item makes VECTOR channels of one window, and the zeros
// of what no window holds at the end of a row or of an image. dx begins with image first_image of dy; windows is the number of its
// images times ceil(t/2) ceil(f/2).
kernel void unpool(int windows, int first_image, int out_t, int out_f, int channels, int t, int f, float scale, global const A_T *dy,
                   global const C_T *places, global TO_T *dx)
{
    int channel = get_global_id(0) * VECTOR;
    int window = get_global_id(1);
    if (channel >= channels || window >= windows) {
        return;
    }
    int across = (f + 1) / 2;
    int down = (t + 1) / 2;
    int column = window % across;
    int row = window / across % down;
    int image = window / across / down;
    floatv gradient = 0.0f;
    floatv place = -1.0f;
    if (row < out_t && column < out_f) {
        int at = (((first_image + image) * out_t + row) * out_f + column) * channels + channel;
        gradient = LOAD(A_T, dy + at) * scale;
        place = LOAD(C_T, places + at);
    }
    for (int k = 0; k < 4; k++) {
        int to_row = 2 * row + k / 2;
        int to_column = 2 * column + k % 2;
        if (to_row < t && to_column < f) {
            floatv own = select((floatv)(0.0f), gradient, IS_TRUE(place == (floatv)((float) k)));
            STORE(TO_T, own, dx + ((image * t + to_row) * f + to_column) * channels + channel);
        }
    }
}

// to (chunks,channels) = scale times the sums of those dy (rows,channels) that come back.
kernel void sum_kept(int rows, int channels, int chunk, float scale, global const A_T *dy, global const C_T *places,
                     global float *to)
{
    int channel = get_global_id(0) * VECTOR;
    int part = get_global_id(1);
    if (channel >= channels || part * chunk >= rows) {
        return;
    }
    int end = min((part + 1) * chunk, rows);
    floatv sum = 0.0f;
    for (int row = part * chunk; row < end; row++) {
        int at = row * channels + channel;
        sum += select((floatv)(0.0f), LOAD(A_T, dy + at), IS_TRUE(LOAD(C_T, places + at) >= (floatv)(0.0f)));
    }
    store(sum * scale, to + part * channels + channel);
}
