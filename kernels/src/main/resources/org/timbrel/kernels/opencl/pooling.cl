// Max pooling, channels last; a work-item makes VECTOR channels of one pixel:
//
//      x   a a | b b          y   a b        each window's largest number, and its place in the window: row * size_f + column,
//          a a | b b              c d        the first one if several are equal
//          c c | d d
//          c c | d d
//
// Backward looks from each pixel of x to the windows that hold it, and adds what they have for it: no two work-items write
// the same number, also where windows overlap. Plain version: one channel a work-item.

kernel void max_pool(int pixels, int out_t, int out_f, int channels, int t, int f, int size_t_, int size_f, int stride_t,
                     int stride_f, global const A_T *x, global TO_T *y, global C_T *argmax)
{
    int channel = get_global_id(0) * VECTOR;
    int pixel = get_global_id(1);
    if (channel >= channels || pixel >= pixels) {
        return;
    }
    int column = pixel % out_f * stride_f;
    int row = pixel / out_f % out_t * stride_t + pixel / out_f / out_t * t;
    floatv best = LOAD(A_T, x + (row * f + column) * channels + channel);
    floatv place = 0.0f;
    for (int k = 1; k < size_t_ * size_f; k++) {
        floatv other = LOAD(A_T, x + ((row + k / size_f) * f + column + k % size_f) * channels + channel);
        intv larger = IS_TRUE(other > best);
        best = select(best, other, larger);
        place = select(place, (floatv)((float) k), larger);
    }
    int at = pixel * channels + channel;
    STORE_FIRST(TO_T, best, channels - channel, y + at);
    STORE_FIRST(C_T, place, channels - channel, argmax + at);
}

kernel void max_pool_backward(int pixels, int out_t, int out_f, int channels, int t, int f, int size_t_, int size_f,
                              int stride_t, int stride_f, global const A_T *dy, global const C_T *argmax,
                              global TO_T *dx)
{
    int channel = get_global_id(0) * VECTOR;
    int pixel = get_global_id(1);
    if (channel >= channels || pixel >= pixels) {
        return;
    }
    int column = pixel % f;
    int row = pixel / f % t;
    int image = pixel / f / t;
    int first_t = max(0, (row - size_t_ + stride_t) / stride_t);
    int last_t = min(row / stride_t, out_t - 1);
    int first_f = max(0, (column - size_f + stride_f) / stride_f);
    int last_f = min(column / stride_f, out_f - 1);
    floatv sum = 0.0f;
    for (int i = first_t; i <= last_t; i++) {
        for (int j = first_f; j <= last_f; j++) {
            int at = ((image * out_t + i) * out_f + j) * channels + channel;
            float place = (row - i * stride_t) * size_f + column - j * stride_f;
            sum += select((floatv)(0.0f), LOAD(A_T, dy + at), IS_TRUE(LOAD(C_T, argmax + at) == (floatv)(place)));
        }
    }
    STORE_FIRST(TO_T, sum, channels - channel, dx + pixel * channels + channel);
}
