// Rung 1, direct: the definition. One work-item computes one number of y (n,t',f',o) from a window of x (n,t,f,c) and the
// weights w (3,3,c,o) of one output channel.
//
//      x                    w, one output channel        y
//      . . . . . .          w w w
//      . a a a . .    x     w w w        ->              . y . .       neighbouring work-items take neighbouring
//      . a a a . .          w w w                                      channels o: the same a, neighbouring w
//      . a a a . .
//
// What limits it: two numbers fetched for each multiply-add, as in the naive matrix product.

kernel void conv2d(int images, int t, int f, int c, int o, int out_t, int out_f, int pad, global const float *x,
                   global const float *w, global float *y)
{
    int channel = get_global_id(0);
    int pixel = get_global_id(1);
    if (channel >= o || pixel >= images * out_t * out_f) {
        return;
    }
    int column = pixel % out_f;
    int row = pixel / out_f % out_t;
    int image = pixel / out_f / out_t;
    float sum = 0.0f;
    for (int tap_t = 0; tap_t < 3; tap_t++) {
        for (int tap_f = 0; tap_f < 3; tap_f++) {
            int from_t = row + tap_t - pad;
            int from_f = column + tap_f - pad;
            if (from_t < 0 || from_t >= t || from_f < 0 || from_f >= f) {
                continue;
            }
            global const float *from = x + ((image * t + from_t) * f + from_f) * c;
            global const float *weights = w + (tap_t * 3 + tap_f) * c * o + channel;
            for (int q = 0; q < c; q++) {
                sum = fma(from[q], weights[q * o], sum);
            }
        }
    }
    y[pixel * o + channel] = sum;
}
