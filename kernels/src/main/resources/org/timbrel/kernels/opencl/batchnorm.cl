// Batch normalisation of x (rows,channels), channel by channel. Sums over rows are made as in reductions.cl: a work-item adds
// VECTOR channels of one chunk of rows, another launch adds the chunks. What is done to every row goes the same way:
//
//      rows   [v][v][v]   chunk 0    item (0,0) (1,0) (2,0)
//             [v][v][v]
//             [v][v][v]   chunk 1    item (0,1) (1,1) (2,1)
//             [v][v][v]
//
// Plain version: one work-item a channel, two loops over the rows.

#define AT_CHUNK \
    int channel = get_global_id(0) * VECTOR; \
    int part = get_global_id(1); \
    int first = part * chunk; \
    if (channel >= channels || first >= rows) { \
        return; \
    } \
    int end = min(first + chunk, rows); \
    int lanes = channels - channel;

// to (chunks,channels) = sums of (x - mean)^2
kernel void squares(global const A_T *x, int rows, int channels, int chunk, global const float *mean, global float *to)
{
    AT_CHUNK
    floatv centre = load(mean + channel);
    floatv sum = 0.0f;
    for (int row = first; row < end; row++) {
        floatv d = LOAD(A_T, x + row * channels + channel) - centre;
        sum = fma(d, d, sum);
    }
    store_first(sum, lanes, to + part * channels + channel);
}

// to (chunks,channels) = sums of dy (x - mean)
kernel void products(global const A_T *x, global const B_T *dy, int rows, int channels, int chunk,
                     global const float *mean, global float *to)
{
    AT_CHUNK
    floatv centre = load(mean + channel);
    floatv sum = 0.0f;
    for (int row = first; row < end; row++) {
        int at = row * channels + channel;
        sum = fma(LOAD(A_T, x + at) - centre, LOAD(B_T, dy + at), sum);
    }
    store_first(sum, lanes, to + part * channels + channel);
}

// variance is the sum of squares before, the biased variance after; inv_std = 1 / sqrt(variance + epsilon)
kernel void deviation(int rows, int channels, float epsilon, global float *variance, global float *inv_std)
{
    int channel = get_global_id(0) * VECTOR;
    if (channel >= channels) {
        return;
    }
    floatv mean_square = load(variance + channel) / (float) rows;
    store_first(mean_square, channels - channel, variance + channel);
    store_first(1.0f / sqrt(mean_square + epsilon), channels - channel, inv_std + channel);
}

// y = gamma (x - mean) inv_std + beta
kernel void normalise(global const A_T *x, int rows, int channels, int chunk, global const float *gamma,
                      global const float *beta, global const float *mean, global const float *inv_std, global TO_T *y)
{
    AT_CHUNK
    floatv scale = load(gamma + channel) * load(inv_std + channel);
    floatv centre = load(mean + channel);
    floatv shift = load(beta + channel);
    for (int row = first; row < end; row++) {
        int at = row * channels + channel;
        STORE_FIRST(TO_T, fma(LOAD_FIRST(A_T, x + at, lanes, 0.0f) - centre, scale, shift), lanes, y + at);
    }
}

// The same by a given variance.
kernel void normalise_by_variance(global const A_T *x, int rows, int channels, int chunk, global const float *gamma,
                                  global const float *beta, global const float *mean, global const float *variance,
                                  float epsilon, global TO_T *y)
{
    AT_CHUNK
    floatv scale = load(gamma + channel) / sqrt(load(variance + channel) + epsilon);
    floatv centre = load(mean + channel);
    floatv shift = load(beta + channel);
    for (int row = first; row < end; row++) {
        int at = row * channels + channel;
        STORE_FIRST(TO_T, fma(LOAD_FIRST(A_T, x + at, lanes, 0.0f) - centre, scale, shift), lanes, y + at);
    }
}

// dgamma is the sum of dy (x - mean) before, the gradient after.
kernel void scale_gradient(int channels, global const float *inv_std, global float *dgamma)
{
    int channel = get_global_id(0) * VECTOR;
    if (channel < channels) {
        store_first(load(dgamma + channel) * load(inv_std + channel), channels - channel, dgamma + channel);
    }
}

// dx = gamma inv_std (dy - dbeta / rows - h dgamma / rows), h = (x - mean) inv_std
kernel void input_gradient(global const A_T *x, global const B_T *dy, int rows, int channels, int chunk,
                           global const float *gamma, global const float *mean, global const float *inv_std,
                           global const float *dgamma, global const float *dbeta, global TO_T *dx)
{
    AT_CHUNK
    floatv scale = load(gamma + channel) * load(inv_std + channel);
    floatv shift = load(dbeta + channel) / (float) rows;
    floatv slope = -scale * load(inv_std + channel) * load(dgamma + channel) / (float) rows;
    floatv centre = load(mean + channel);
    for (int row = first; row < end; row++) {
        int at = row * channels + channel;
        floatv gradient = (LOAD_FIRST(B_T, dy + at, lanes, 0.0f) - shift) * scale;
        STORE_FIRST(TO_T, fma(LOAD_FIRST(A_T, x + at, lanes, 0.0f) - centre, slope, gradient), lanes, dx + at);
    }
}
