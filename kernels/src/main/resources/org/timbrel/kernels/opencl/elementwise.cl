// Functions of one number, y = f(x), and their backward, dx = dy f'(x). A work-item takes one vector:
//
//     x [........][........][...]     n = 2 VECTOR + 3
//        item 0    item 1    item 2 stores three lanes
//
// Plain version, one number a work-item:
//
//     int i = get_global_id(0); if (i < n) y[i] = f(x[i]);

#define AT_VECTOR \
    int i = get_global_id(0) * VECTOR; \
    if (i >= n) { \
        return; \
    }

// A function and its derivative, in terms of x and of y = f(x).
#define MAP(name, value, derivative) \
    kernel void map_##name(global const float *from, global float *to, int n) \
    { \
        AT_VECTOR \
        floatv x = load(from + i); \
        store_first(value, n - i, to + i); \
    } \
    kernel void map_##name##_backward(global const float *from, global const float *results, \
                                      global const float *gradients, global float *to, int n) \
    { \
        AT_VECTOR \
        floatv x = load(from + i); \
        floatv y = load(results + i); \
        floatv dy = load(gradients + i); \
        (void) x; \
        (void) y; \
        store_first(derivative, n - i, to + i); \
    }

MAP(relu, relu(x), select((floatv)(0.0f), dy, IS_TRUE(y > (floatv)(0.0f))))
MAP(sigmoid, sigmoid(x), dy * y * (1.0f - y))
MAP(tanh, tanh(x), dy * (1.0f - y * y))
MAP(exp, exp(x), dy * y)
MAP(log, log(x), dy / x)
MAP(sqrt, sqrt(x), dy / (2.0f * y))
MAP(square, x * x, dy * (2.0f * x))
MAP(abs, fabs(x), dy * sign(x))
MAP(reciprocal, 1.0f / x, -dy * y * y)

// y = scale x + shift
kernel void affine(global const float *x, float scale, float shift, global float *y, int n)
{
    AT_VECTOR
    store_first(fma(load(x + i), (floatv)(scale), (floatv)(shift)), n - i, y + i);
}

// y = y + scale x
kernel void add_scaled(global const float *x, float scale, global float *y, int n)
{
    AT_VECTOR
    store_first(fma(load(x + i), (floatv)(scale), load(y + i)), n - i, y + i);
}

// y = x rounded to half precision, halves to even: a half has steps of 2^(exponent - 10), and its smallest normal
// exponent is -14. Beyond 65504 it is infinite.
kernel void round_to_half(global const float *from, global float *to, int n)
{
    AT_VECTOR
    floatv x = load(from + i);
    intv exponent = max(((AS_INTV(x) >> 23) & 255) - 127, (intv)(-14));
    floatv step = AS_FLOATV((exponent + (127 - 10)) << 23);
    floatv rounded = rint(x / step) * step;
    floatv infinite = copysign((floatv)(INFINITY), x);
    store_first(select(rounded, infinite, IS_TRUE(fabs(rounded) > (floatv)(65504.0f))), n - i, to + i);
}
