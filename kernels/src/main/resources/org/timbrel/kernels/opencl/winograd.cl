// Winograd's minimal filtering (Winograd, 1980; Lavin and Gray, 2016): a convolution with strides of 1 in fewer
// multiplications. The output is cut into tiles of OUTPUTS x OUTPUTS; inputs and weights of a tile become 6 x 6 points, whose
// products, added over the channels, become outputs. For 3 x 3 taps that takes 36 multiplications for 16 outputs in place of 144:
//
//      x   . . . . . .   input_points    v (36, tiles, C)
//          . a a a a .   -------------->        |         m = v u: 36 matrix products      m (36, tiles, O)
//          . a a a a .                          |         of matmul.cl                          |
//          . a a a a .   w (3,3,C,O)     u (36, C, O)                                           |  outputs
//          . a a a a .   -------------->                                                        v
//          . . . . . .   weight_points                                              y   4 x 4 for each tile
//
// The tiles are worked on in runs short enough for v and m to stay in the cache. Along one axis, input, kernel and output are
// polynomials, and the points their values at 0, P, -P, Q, -Q and infinity; with P = sqrt(1/2) and Q = sqrt(2) all factors stay
// near 1, which keeps more digits than the usual 1 and 2. A work-item makes all points of VECTOR channels of one tile: first along
// the columns, then along the rows. C and O are multiples of VECTOR.
//
// Plain version: conv2d.cl, which takes every product.

#ifndef TILES
#define TILES 0 // tiles of a run; 0: Winograd's algorithm is not used
#endif
#ifndef TAPS
#define TAPS 3 // rows and columns of the kernel, 3 or 5
#endif
#ifndef TURNED
#define TURNED 0 // 1: weights for the way back to the input, each kernel turned by half a circle
#endif

#define SIZE 6
#define OUTPUTS (SIZE + 1 - TAPS)
#define P2 0.5f
#define Q2 2.0f
#define P 0.70710678118654752f
#define Q 1.41421356237309505f

#define ADD_AND_SUBTRACT(to, even, odd) \
    { \
        floatv e = even; \
        floatv o = odd; \
        (to)[0] = e + o; \
        (to)[1] = e - o; \
    }

// Six inputs to six points.
inline void points_of_inputs(floatv *x)
{
    floatv y[SIZE];
    y[0] = fma(x[2], (floatv)(-(P2 + Q2)), x[0] + x[4]);
    ADD_AND_SUBTRACT(y + 1, fma(x[2], (floatv)(-Q2), x[4]), fma(x[1], (floatv)(-Q2), x[3]) * P)
    ADD_AND_SUBTRACT(y + 3, fma(x[2], (floatv)(-P2), x[4]), fma(x[1], (floatv)(-P2), x[3]) * Q)
    y[5] = fma(x[3], (floatv)(-(P2 + Q2)), x[1] + x[5]);
#pragma unroll
    for (int i = 0; i < SIZE; i++) {
        x[i] = y[i];
    }
}

// TAPS weights to six points.
inline void points_of_weights(const floatv *w, floatv *y)
{
    y[0] = w[0];
#if TAPS == 3
    ADD_AND_SUBTRACT(y + 1, fma(w[2], (floatv)(P2), w[0]) * (-1 / 1.5f), w[1] * (-P / 1.5f))
    ADD_AND_SUBTRACT(y + 3, fma(w[2], (floatv)(Q2), w[0]) * (1 / 6.0f), w[1] * (Q / 6.0f))
#else
    ADD_AND_SUBTRACT(y + 1, fma(fma(w[4], (floatv)(P2), w[2]), (floatv)(P2), w[0]) * (-1 / 1.5f),
                     fma(w[3], (floatv)(P2), w[1]) * (-P / 1.5f))
    ADD_AND_SUBTRACT(y + 3, fma(fma(w[4], (floatv)(Q2), w[2]), (floatv)(Q2), w[0]) * (1 / 6.0f),
                     fma(w[3], (floatv)(Q2), w[1]) * (Q / 6.0f))
#endif
    y[5] = w[TAPS - 1];
}

// Six points to OUTPUTS outputs.
inline void outputs_of_points(const floatv *x, floatv *y)
{
    floatv even_p = x[1] + x[2];
    floatv odd_p = x[1] - x[2];
    floatv even_q = x[3] + x[4];
    floatv odd_q = x[3] - x[4];
    y[0] = x[0] + even_p + even_q;
    y[1] = fma(odd_q, (floatv)(Q), odd_p * P);
#if TAPS == 3
    y[2] = fma(even_q, (floatv)(Q2), even_p * P2);
    y[3] = fma(odd_q, (floatv)(Q * Q2), odd_p * (P * P2));
#endif
    y[OUTPUTS - 1] += x[5];
}

// v (36,tiles,c), the 36 v_step apart, from x (n,t,f,c), the tiles from first on; they are counted through rows of tiles and images.
kernel void input_points(int first, int tiles, int tiles_t, int tiles_f, int t, int f, int c, int pad_t, int pad_f,
                         global const A_T *x, int x_offset, global float *v, int v_step)
{
    int channel = get_global_id(0) * VECTOR;
    int tile = get_global_id(1);
    if (channel >= c || tile >= tiles) {
        return;
    }
    int place = first + tile;
    int top = place / tiles_f % tiles_t * OUTPUTS - pad_t;
    int left = place % tiles_f * OUTPUTS - pad_f;
    global const A_T *image = x + x_offset + place / tiles_f / tiles_t * t * f * c + channel;
    floatv points[SIZE][SIZE]; // column by column
#pragma unroll
    for (int j = 0; j < SIZE; j++) {
#pragma unroll
        for (int i = 0; i < SIZE; i++) {
            bool inside = (uint) (top + i) < (uint) t && (uint) (left + j) < (uint) f;
            points[j][i] = inside ? LOAD(A_T, image + ((top + i) * f + left + j) * c) : (floatv)(0.0f);
        }
        points_of_inputs(points[j]);
    }
#pragma unroll
    for (int i = 0; i < SIZE; i++) {
        floatv row[SIZE];
#pragma unroll
        for (int j = 0; j < SIZE; j++) {
            row[j] = points[j][i];
        }
        points_of_inputs(row);
#pragma unroll
        for (int j = 0; j < SIZE; j++) {
            store(row[j], v + (i * SIZE + j) * v_step + tile * c + channel);
        }
    }
}

// u (36,c,o) from w (TAPS,TAPS,c,o).
kernel void weight_points(int c, int o, global const float *w, global float *u)
{
    int channel = get_global_id(0) * VECTOR;
    int from = get_global_id(1);
    if (channel >= o || from >= c) {
        return;
    }
    floatv points[TAPS][SIZE];
#pragma unroll
    for (int j = 0; j < TAPS; j++) {
        floatv column[TAPS];
#pragma unroll
        for (int i = 0; i < TAPS; i++) {
            int tap = TURNED ? TAPS * TAPS - 1 - (i * TAPS + j) : i * TAPS + j;
            column[i] = load(w + (tap * c + from) * o + channel);
        }
        points_of_weights(column, points[j]);
    }
#pragma unroll
    for (int i = 0; i < SIZE; i++) {
        floatv row[TAPS];
        floatv row_points[SIZE];
#pragma unroll
        for (int j = 0; j < TAPS; j++) {
            row[j] = points[j][i];
        }
        points_of_weights(row, row_points);
#pragma unroll
        for (int j = 0; j < SIZE; j++) {
            store(row_points[j], u + ((i * SIZE + j) * c + from) * o + channel);
        }
    }
}

// y (n,out_t,out_f,o) = activation(... + bias) from m (36,tiles,o), the 36 m_step apart, the tiles from first on.
kernel void outputs(int first, int tiles, int tiles_t, int tiles_f, int out_t, int out_f, int o, global const float *m,
                    int m_step, global const float *bias, int has_bias, int activation, global TO_T *y, int y_offset)
{
    int channel = get_global_id(0) * VECTOR;
    int tile = get_global_id(1);
    if (channel >= o || tile >= tiles) {
        return;
    }
    floatv half_way[SIZE][OUTPUTS]; // column by column
#pragma unroll
    for (int j = 0; j < SIZE; j++) {
        floatv column[SIZE];
#pragma unroll
        for (int i = 0; i < SIZE; i++) {
            column[i] = load(m + (i * SIZE + j) * m_step + tile * o + channel);
        }
        outputs_of_points(column, half_way[j]);
    }
    int place = first + tile;
    int top = place / tiles_f % tiles_t * OUTPUTS;
    int left = place % tiles_f * OUTPUTS;
    global TO_T *image = y + y_offset + place / tiles_f / tiles_t * out_t * out_f * o + channel;
    floatv shift = has_bias ? load(bias + channel) : (floatv)(0.0f);
#pragma unroll
    for (int i = 0; i < OUTPUTS; i++) {
        floatv row[SIZE];
        floatv made[OUTPUTS];
#pragma unroll
        for (int j = 0; j < SIZE; j++) {
            row[j] = half_way[j][i];
        }
        outputs_of_points(row, made);
#pragma unroll
        for (int j = 0; j < OUTPUTS; j++) {
            if (top + i < out_t && left + j < out_f) {
                STORE(TO_T, made[j] + shift, image + ((top + i) * out_f + left + j) * o);
            }
        }
    }
    if (activation != 0) {
        // a second look at what is still in the cache, as in matmul.cl
#pragma unroll 1
        for (int k = 0; k < OUTPUTS * OUTPUTS; k++) {
            int row = top + k / OUTPUTS;
            int column = left + k % OUTPUTS;
            if (row < out_t && column < out_f) {
                global TO_T *to = image + (row * out_f + column) * o;
                STORE(TO_T, activate(LOAD(TO_T, to), activation), to);
            }
        }
    }
}
