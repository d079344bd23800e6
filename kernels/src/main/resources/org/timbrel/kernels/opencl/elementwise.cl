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

// The functions of org.timbrel.engine.backend.MapOp, by the numbers of Elementwise.java: one kernel for all of them builds
// many times faster than a kernel for each.
kernel void map(int op, global const A_T *from, global TO_T *to, int n)
{
    AT_VECTOR
    floatv x = LOAD(A_T, from + i);
    floatv y;
    switch (op) {
    case 0: y = relu(x); break;
    case 1: y = sigmoid(x); break;
    case 2: y = tanh(x); break;
    case 3: y = exp(x); break;
    case 4: y = log(x); break;
    case 5: y = sqrt(x); break;
    case 6: y = x * x; break;
    case 7: y = fabs(x); break;
    default: y = 1.0f / x;
    }
    STORE_FIRST(TO_T, y, n - i, to + i);
}

// Their derivatives, from x and from y = f(x).
kernel void map_backward(int op, global const A_T *from, global const B_T *results, global const C_T *gradients,
                         global TO_T *to, int n)
{
    AT_VECTOR
    floatv x = LOAD(A_T, from + i);
    floatv y = LOAD(B_T, results + i);
    floatv dy = LOAD(C_T, gradients + i);
    floatv dx;
    switch (op) {
    case 0: dx = select((floatv)(0.0f), dy, IS_TRUE(y > (floatv)(0.0f))); break;
    case 1: dx = dy * y * (1.0f - y); break;
    case 2: dx = dy * (1.0f - y * y); break;
    case 3: dx = dy * y; break;
    case 4: dx = dy / x; break;
    case 5: dx = dy / (2.0f * y); break;
    case 6: dx = dy * (2.0f * x); break;
    case 7: dx = dy * sign(x); break;
    default: dx = -dy * y * y;
    }
    STORE_FIRST(TO_T, dx, n - i, to + i);
}

// y = scale x + shift
kernel void affine(global const A_T *x, float scale, float shift, global TO_T *y, int n)
{
    AT_VECTOR
    STORE_FIRST(TO_T, fma(LOAD(A_T, x + i), (floatv)(scale), (floatv)(shift)), n - i, y + i);
}

// y = y + scale x
kernel void add_scaled(global const A_T *x, float scale, global TO_T *y, int n)
{
    AT_VECTOR
    STORE_FIRST(TO_T, fma(LOAD(A_T, x + i), (floatv)(scale), LOAD(TO_T, y + i)), n - i, y + i);
}

// y = x between floats and halves; a half that is stored is rounded.
kernel void convert(global const A_T *x, int x_offset, global TO_T *y, int y_offset, int n)
{
    AT_VECTOR
    STORE_FIRST(TO_T, LOAD(A_T, x + x_offset + i), n - i, y + y_offset + i);
}

kernel void fill(float value, global TO_T *y, int n)
{
    AT_VECTOR
    STORE_FIRST(TO_T, (floatv)(value), n - i, y + i);
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
