// Convolutions on tensor cores, as the implicit matrix products of conv2d.cl and conv2d_weights.cl; mma.cl, which stands before
// this file, has the instruction and the blocks that it is fed from. One operand is never written down: the windows of an image.
//
//      TO                  rows              k              columns     first operand        second operand
//      0  y                pixels of y       taps, c        o           windows of x         w (kt,kf,c,o)
//      1  dx               pixels of x       taps, o        c           windows of dy        w, o and c exchanged
//      2  dw, in parts     taps, c           pixels of y    o           windows of x,        dy
//                                                                       turned round
//
//     chunk of k:  8 channels of one tap, if their number is a multiple of 8: one load; else a number at a time
//
// Plain version: org.timbrel.engine.backend.Conv2dShape has the formula.

#ifndef TO
#define TO 0 // what is computed: 0 the output, 1 the gradient of the input, 2 that of the weights
#endif

// Where a tap takes its number from; -1 if there is none.
static inline int source(int position, int tap, int pad, int stride, int length)
{
#if TO == 1
    int at = position + pad - tap;
    bool there = at >= 0 && at % stride == 0 && at / stride < length;
    return there ? at / stride : -1;
#else
    int at = position * stride + tap - pad;
    return at >= 0 && at < length ? at : -1;
#endif
}

#if TO != 2

// to (n,to_t,to_f,channels) from (n,from_t,from_f,depth); w is (kt,kf,c,o) as it is.
kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1)))
void conv2d_mma(int pixels, int to_t, int to_f, int channels, int from_t, int from_f, int depth, int kt, int kf,
                int stride_t, int stride_f, int pad_t, int pad_f, global const A_T *from, global const B_T *w,
                global const C_T *bias, int has_bias, int activation, global TO_T *to)
{
    local uint4 block_a[2][BLOCK_M * CHUNKS_K];
    local uint4 block_b[2][BLOCK_N * CHUNKS_K];
    EXCHANGE
    int item = get_local_id(0);
    int first_row = get_group_id(0) * BLOCK_M;
    int first_column = get_group_id(1) * BLOCK_N;
    int k = kt * kf * depth;
    bool whole = depth % NEIGHBOURS == 0;
    int image[FETCHES_A];
    int row[FETCHES_A];
    int column[FETCHES_A];
#pragma unroll
    for (int l = 0; l < FETCHES_A; l++) {
        int pixel = first_row + row_of(item + l * ITEMS, BLOCK_M, true);
        column[l] = pixel % to_f;
        row[l] = pixel / to_f % to_t;
        image[l] = pixel < pixels ? pixel / to_f / to_t : -1;
    }
    float sums[FRAGMENTS_M][FRAGMENTS_N][4];
    clear(sums);
    for (int begin = -BLOCK_K; begin < k; begin += BLOCK_K) {
        int next = begin + BLOCK_K;
        int now = begin / BLOCK_K & 1;
        uint4 fetched_a[FETCHES_A];
        uint4 fetched_b[FETCHES_B];
        if (next < k) {
#pragma unroll
            for (int l = 0; l < FETCHES_A; l++) {
                int p = next + chunk_of(item + l * ITEMS, BLOCK_M, true) * NEIGHBOURS;
                float numbers[8];
                if (whole) {
                    int tap = p / depth;
                    int t = source(row[l], tap / kf, pad_t, stride_t, from_t);
                    int f = source(column[l], tap % kf, pad_f, stride_f, from_f);
                    bool there = image[l] >= 0 && p < k && t >= 0 && f >= 0;
                    int at = there ? ((image[l] * from_t + t) * from_f + f) * depth + p % depth : 0;
                    fetched_a[l] = FETCH(A_T, from + at, 1, there ? NEIGHBOURS : 0);
                } else {
                    for (int q = 0; q < NEIGHBOURS; q++) {
                        int tap = (p + q) / depth;
                        int t = source(row[l], tap / kf, pad_t, stride_t, from_t);
                        int f = source(column[l], tap % kf, pad_f, stride_f, from_f);
                        bool there = image[l] >= 0 && p + q < k && t >= 0 && f >= 0;
                        int at = there ? ((image[l] * from_t + t) * from_f + f) * depth + (p + q) % depth : 0;
                        numbers[q] = there ? NUMBER(A_T, from + at) : 0.0f;
                    }
                    fetched_a[l] = packed(numbers);
                }
            }
#pragma unroll
            for (int l = 0; l < FETCHES_B; l++) {
                int e = item + l * ITEMS;
#if TO == 0
                int channel = first_column + row_of(e, BLOCK_N, false);
                int p = next + chunk_of(e, BLOCK_N, false) * NEIGHBOURS;
                fetched_b[l] = FETCH(B_T, w + p * channels + channel, channels, channel < channels ? k - p : 0);
#else
                int channel = first_column + row_of(e, BLOCK_N, true);
                int p = next + chunk_of(e, BLOCK_N, true) * NEIGHBOURS;
                float numbers[8];
                if (whole) {
                    bool there = channel < channels && p < k;
                    int at = there ? (p / depth * channels + channel) * depth + p % depth : 0;
                    fetched_b[l] = FETCH(B_T, w + at, 1, there ? NEIGHBOURS : 0);
                } else {
                    for (int q = 0; q < NEIGHBOURS; q++) {
                        bool there = channel < channels && p + q < k;
                        int at = there ? ((p + q) / depth * channels + channel) * depth + (p + q) % depth : 0;
                        numbers[q] = there ? NUMBER(B_T, w + at) : 0.0f;
                    }
                    fetched_b[l] = packed(numbers);
                }
#endif
            }
        }
        if (begin >= 0) {
            multiply_blocks(block_a[now], block_b[now], sums, EXCHANGED);
        }
        if (next < k) {
#pragma unroll
            for (int l = 0; l < FETCHES_A; l++) {
                put_chunk(block_a[1 - now], BLOCK_M, item + l * ITEMS, true, fetched_a[l]);
            }
#pragma unroll
            for (int l = 0; l < FETCHES_B; l++) {
                put_chunk(block_b[1 - now], BLOCK_N, item + l * ITEMS, TO == 1, fetched_b[l]);
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
#pragma unroll
    for (int i = 0; i < FRAGMENTS_M; i++) {
#pragma unroll
        for (int j = 0; j < FRAGMENTS_N; j++) {
#pragma unroll
            for (int l = 0; l < 4; l++) {
                int pixel = first_row + row_of_sum(i, l);
                int channel = first_column + column_of_sum(j, l);
                if (pixel < pixels && channel < channels) {
                    float sum = sums[i][j][l];
                    if (has_bias) {
                        sum += NUMBER(C_T, bias + channel);
                    }
                    PUT(TO_T, activated(sum, activation), to + pixel * channels + channel);
                }
            }
        }
    }
}

#else

// Part p of dw (kt,kf,c,o): the sum over chunk pixels of y, from p chunk on.
kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1)))
void conv2d_mma(int pixels, int to_t, int to_f, int channels, int from_t, int from_f, int depth, int kt, int kf,
                int stride_t, int stride_f, int pad_t, int pad_f, int chunk, global const A_T *x, global const B_T *dy,
                global float *parts)
{
    local uint4 block_a[2][BLOCK_M * CHUNKS_K];
    local uint4 block_b[2][BLOCK_N * CHUNKS_K];
    EXCHANGE
    int item = get_local_id(0);
    int first_row = get_group_id(0) * BLOCK_M;
    int first_column = get_group_id(1) * BLOCK_N;
    int part = get_group_id(2);
    int rows = kt * kf * depth;
    int first = part * chunk;
    int end = min(first + chunk, pixels);
    float sums[FRAGMENTS_M][FRAGMENTS_N][4];
    clear(sums);
    for (int begin = first - BLOCK_K; begin < end; begin += BLOCK_K) {
        int next = begin + BLOCK_K;
        int now = (begin - first) / BLOCK_K & 1;
        uint4 fetched_a[FETCHES_A];
        uint4 fetched_b[FETCHES_B];
        if (next < end) {
#pragma unroll
            for (int l = 0; l < FETCHES_A; l++) {
                int e = item + l * ITEMS;
                int j = first_row + row_of(e, BLOCK_M, false);
                int tap = j / depth;
                int pixel = next + chunk_of(e, BLOCK_M, false) * NEIGHBOURS;
                int column = pixel % to_f;
                int row = pixel / to_f % to_t;
                int image = pixel / to_f / to_t;
                float numbers[8];
                for (int q = 0; q < NEIGHBOURS; q++) {
                    int t = source(row, tap / kf, pad_t, stride_t, from_t);
                    int f = source(column, tap % kf, pad_f, stride_f, from_f);
                    bool there = j < rows && pixel + q < end && t >= 0 && f >= 0;
                    int at = there ? ((image * from_t + t) * from_f + f) * depth + j % depth : 0;
                    numbers[q] = there ? NUMBER(A_T, x + at) : 0.0f;
                    column++;
                    if (column == to_f) {
                        column = 0;
                        row++;
                        if (row == to_t) {
                            row = 0;
                            image++;
                        }
                    }
                }
                fetched_a[l] = packed(numbers);
            }
#pragma unroll
            for (int l = 0; l < FETCHES_B; l++) {
                int e = item + l * ITEMS;
                int channel = first_column + row_of(e, BLOCK_N, false);
                int pixel = next + chunk_of(e, BLOCK_N, false) * NEIGHBOURS;
                int count = channel < channels ? end - pixel : 0;
                fetched_b[l] = FETCH(B_T, dy + pixel * channels + channel, channels, count);
            }
        }
        if (begin >= first) {
            multiply_blocks(block_a[now], block_b[now], sums, EXCHANGED);
        }
        if (next < end) {
#pragma unroll
            for (int l = 0; l < FETCHES_A; l++) {
                put_chunk(block_a[1 - now], BLOCK_M, item + l * ITEMS, false, fetched_a[l]);
            }
#pragma unroll
            for (int l = 0; l < FETCHES_B; l++) {
                put_chunk(block_b[1 - now], BLOCK_N, item + l * ITEMS, false, fetched_b[l]);
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
#pragma unroll
    for (int i = 0; i < FRAGMENTS_M; i++) {
#pragma unroll
        for (int j = 0; j < FRAGMENTS_N; j++) {
#pragma unroll
            for (int l = 0; l < 4; l++) {
                int row = first_row + row_of_sum(i, l);
                int channel = first_column + column_of_sum(j, l);
                if (row < rows && channel < channels) {
                    parts[(part * rows + row) * channels + channel] = sums[i][j][l];
                }
            }
        }
    }
}

#endif
