// Rung 4, im2col and product: each window of x is copied out as a row; the rows times the weights, (9 c, o), are y. All that
// the ladder of the matrix product has reached is had for a copy.
//
//      x                         patches (n t' f', 9 c)        w (9 c, o)     y (n t' f', o)
//      a b c d                   a b c  e f g  i j k             . . .          . . .
//      e f g h         ->        b c d  f g h  j k l      x      . . .    =     . . .
//      i j k l                                                   . . .
//
// This file makes the copy, RUN numbers a work-item; the product is the rung of the matrix product that suits the device.
//
// What limits it: the patches are nine times as large as x; they are written to global memory and read back from it.

#ifndef RUN
#define RUN 1 // neighbours in a row of patches that a work-item copies
#endif

kernel void im2col(int images, int t, int f, int c, int out_t, int out_f, int pad, global const float *x,
                   global float *patches)
{
    int first = get_global_id(0) * RUN;
    int pixel = get_global_id(1);
    if (first >= 9 * c || pixel >= images * out_t * out_f) {
        return;
    }
    int column = pixel % out_f - pad;
    int row = pixel / out_f % out_t - pad;
    int image = pixel / out_f / out_t;
    int tap = first / c;
    int channel = first % c;
    for (int q = first; q < min(first + RUN, 9 * c); q++) {
        int from_t = row + tap / 3;
        int from_f = column + tap % 3;
        bool inside = from_t >= 0 && from_t < t && from_f >= 0 && from_f < f;
        patches[pixel * 9 * c + q] = inside ? x[((image * t + from_t) * f + from_f) * c + channel] : 0.0f;
        channel++;
        if (channel == c) {
            channel = 0;
            tap++;
        }
    }
}
