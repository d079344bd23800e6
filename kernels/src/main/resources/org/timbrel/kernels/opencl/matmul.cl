// C = activation(op(A) op(B) + bias), row-major; op(A) is (m,k), op(B) is (k,n). Both are read by a step along their rows and
// one along their columns, so that a transposed operand needs no other kernel.
//
// A work-item keeps a tile of C in registers: TILE_M rows by TILE_N vectors. For each p of the sum it reads TILE_N vectors of
// B and TILE_M numbers of A, and does TILE_M * TILE_N fused multiply-adds:
//
//                 B   p [ v ][ v ]                    TILE_M = 8, TILE_N = 2, VECTOR = 16:
//                        |    |                       16 registers of sums, 2 of B, 1 of A
//       A     p        [ v ][ v ]   row 0
//      [ ... a ... ] --[ v ][ v ]   row 1
//      [ ... a ... ] --[ v ][ v ]   ...       C
//
// Without local memory (LOCAL_K 0, for CPUs, whose caches do the rest) B's columns must be neighbours. With it a group of
// GROUP_X by GROUP_Y items copies a block of A and a block of B, LOCAL_K long, and all its items read from there, while
// the numbers of the next two blocks are on their way (rungs 4 and 5 of the ladder in docs/kernels.md):
//
//                         GROUP_X * TILE_N * VECTOR columns
//                          LOCAL_K [ block of B ]
//      [block]             [ item (0,0) ][ item (1,0) ] ...
//      [of A ] GROUP_Y     [ item (0,1) ][ item (1,1) ] ...
//      LOCAL_K  * TILE_M rows
//
// Rows behind the last one read the last one's numbers again, columns behind the last one read what lies there; neither
// is stored.

#ifndef TILE_M
#define TILE_M 8 // rows of C a work-item makes
#endif
#ifndef TILE_N
#define TILE_N 2 // vectors of columns of C a work-item makes
#endif
#ifndef GROUP_X
#define GROUP_X 1 // work-items of a group along C's columns
#endif
#ifndef GROUP_Y
#define GROUP_Y 4 // work-items of a group along C's rows
#endif
#ifndef LOCAL_K
#define LOCAL_K 0 // length of the blocks in local memory, 0 for none
#endif

// Stores one vector of sums, with the bias and with what was there, if that is wanted.
inline void store_sums(floatv sums, int count, global const C_T *bias, int has_bias, int accumulates, global TO_T *c)
{
    if (accumulates) {
        sums += LOAD_FIRST(TO_T, c, count, 0.0f);
    }
    if (has_bias) {
        sums += LOAD(C_T, bias);
    }
    STORE_FIRST(TO_T, sums, count, c);
}

// Applies the activation to what this item has just stored, which is still in the cache: one loop with one copy of the
// activations builds many times faster than one for each of the registers.
inline void activate_row(int activation, int columns, global TO_T *c)
{
    if (activation != 0) {
#pragma unroll 1
        for (int j = 0; j < columns; j += VECTOR) {
            STORE_FIRST(TO_T, activate(LOAD_FIRST(TO_T, c + j, columns - j, 0.0f), activation), columns - j, c + j);
        }
    }
}

// The definition: one number of C a work-item.
kernel void matmul_plain(int m, int n, int k, global const A_T *a, int a_offset, int a_row, int a_column, int a_batch,
                         global const B_T *b, int b_offset, int b_row, int b_column, int b_batch,
                         global const C_T *bias, int has_bias, int activation, int accumulates, global TO_T *c,
                         int c_offset, int c_row, int c_batch)
{
    int i = get_global_id(0);
    int j = get_global_id(1);
    int batch = get_global_id(2);
    if (i >= m || j >= n) {
        return;
    }
    global TO_T *to = c + c_offset + batch * c_batch + i * c_row + j;
    float sum = accumulates ? NUMBER(TO_T, to) : 0.0f;
    for (int p = 0; p < k; p++) {
        sum += NUMBER(A_T, a + a_offset + batch * a_batch + i * a_row + p * a_column)
             * NUMBER(B_T, b + b_offset + batch * b_batch + p * b_row + j * b_column);
    }
    sum = has_bias ? sum + NUMBER(C_T, bias + j) : sum;
    switch (activation) {
    case 1: PUT(TO_T, sum < 0.0f ? 0.0f : sum, to); break;
    case 2: PUT(TO_T, 1.0f / (1.0f + exp(-sum)), to); break;
    case 3: PUT(TO_T, tanh(sum), to); break;
    default: PUT(TO_T, sum, to);
    }
}

#if LOCAL_K == 0

// Groups stand side by side along C's rows: neighbours read the same columns of B, which stay in the cache.
kernel void matmul(int m, int n, int k, global const A_T *a, int a_offset, int a_row, int a_column, int a_batch,
                   global const B_T *b, int b_offset, int b_row, int b_column, int b_batch,
                   global const C_T *bias, int has_bias, int activation, int accumulates, global TO_T *c,
                   int c_offset, int c_row, int c_batch)
{
    int row = get_global_id(0) * TILE_M;
    int column = get_global_id(1) * TILE_N * VECTOR;
    int batch = get_global_id(2);
    if (row >= m || column >= n) {
        return;
    }
    global const A_T *from_a[TILE_M];
#pragma unroll
    for (int i = 0; i < TILE_M; i++) {
        from_a[i] = a + a_offset + batch * a_batch + min(row + i, m - 1) * a_row;
    }
    global const B_T *from_b = b + b_offset + batch * b_batch + column;
    floatv sums[TILE_M][TILE_N];
#pragma unroll
    for (int i = 0; i < TILE_M; i++) {
#pragma unroll
        for (int j = 0; j < TILE_N; j++) {
            sums[i][j] = 0.0f;
        }
    }
    for (int p = 0; p < k; p++) {
        floatv vectors[TILE_N];
#pragma unroll
        for (int j = 0; j < TILE_N; j++) {
            vectors[j] = LOAD(B_T, from_b + j * VECTOR);
        }
        from_b += b_row;
#pragma unroll
        for (int i = 0; i < TILE_M; i++) {
            floatv number = NUMBER(A_T, from_a[i] + p * a_column);
#pragma unroll
            for (int j = 0; j < TILE_N; j++) {
                sums[i][j] = fma(number, vectors[j], sums[i][j]);
            }
        }
    }
    global TO_T *to = c + c_offset + batch * c_batch + row * c_row + column;
#pragma unroll
    for (int i = 0; i < TILE_M; i++) {
#pragma unroll
        for (int j = 0; j < TILE_N; j++) {
            int at = column + j * VECTOR;
            if (row + i < m && at < n) {
                store_sums(sums[i][j], n - at, bias + at, has_bias, accumulates, to + i * c_row + j * VECTOR);
            }
        }
    }
#pragma unroll 1
    for (int i = 0; i < min(TILE_M, m - row); i++) {
        activate_row(activation, min(TILE_N * VECTOR, n - column), to + i * c_row);
    }
}

#else

#define BLOCK_M (GROUP_Y * TILE_M)
#define BLOCK_N (GROUP_X * TILE_N * VECTOR)
#define ITEMS (GROUP_X * GROUP_Y)
#define VECTORS_ALONG(length) (((length) + VECTOR - 1) / VECTOR)
#define STRIDE(size) (VECTORS_ALONG(size) * VECTOR + VECTOR) // a vector more: columns of a block stay out of each other's banks
#define LARGER(a, b) ((a) > (b) ? (a) : (b))
// vectors of a block, fetched along either axis, that are one item's
#define FETCHES(size) ((LARGER(VECTORS_ALONG(size) * LOCAL_K, VECTORS_ALONG(LOCAL_K) * (size)) + ITEMS - 1) / ITEMS)

// A block (LOCAL_K, size) of an operand is fetched in vectors along the axis whose numbers are neighbours in memory. That
// is k (the operand's step along k is 1) or the other axis, i; neighbouring items fetch neighbouring vectors.
inline int fetched_i(int e, int size, bool along_k)
{
    return along_k ? e / VECTORS_ALONG(LOCAL_K) : e % VECTORS_ALONG(size) * VECTOR;
}

inline int fetched_k(int e, int size, bool along_k)
{
    return along_k ? e % VECTORS_ALONG(LOCAL_K) * VECTOR : e / VECTORS_ALONG(size);
}

// Whether whole vectors may be loaded as such: all of them, a block's length after another, lie where the hardware wants them.
inline bool in_vectors(size_t address, int step, int other_step, int length)
{
    bool even = other_step % VECTOR == 0 && length % VECTOR == 0;
    return step == 1 && even && (address & (VECTOR * sizeof(float) - 1)) == 0;
}

// The first count of VECTOR numbers that lie a step apart, zeros for the others.
#define FETCH(type, x, step, count, whole) JOIN(fetch_, type)(x, step, count, whole)

inline floatv vector_of(const float *lanes)
{
#if VECTOR == 1
    return lanes[0];
#else
    return JOIN(vload, VECTOR)(0, lanes);
#endif
}

inline floatv fetch_float(global const float *x, int step, int count, bool whole)
{
    if (whole && count >= VECTOR) {
        return *(global const floatv *) x;
    }
    float lanes[VECTOR];
#pragma unroll
    for (int i = 0; i < VECTOR; i++) {
        lanes[i] = i < count ? x[i * step] : 0.0f;
    }
    return vector_of(lanes);
}

#ifdef HALVES
inline floatv fetch_half(global const half *x, int step, int count, bool whole)
{
    if (whole && count >= VECTOR) {
        return load_half(x);
    }
    float lanes[VECTOR];
#pragma unroll
    for (int i = 0; i < VECTOR; i++) {
        lanes[i] = i < count ? number_half(x + i * step) : 0.0f;
    }
    return vector_of(lanes);
}
#endif

// Puts what was fetched into the block, whose rows are those of k; a vector along k is turned round on the way.
inline void put(floatv v, int i, int p, int size, bool along_k, local float *block)
{
    int stride = STRIDE(size);
    if (i >= size || p >= LOCAL_K) {
        return;
    }
    float lanes[VECTOR];
#if VECTOR == 1
    lanes[0] = v;
#else
    if (!along_k) {
        *(local floatv *) (block + p * stride + i) = v;
        return;
    }
    JOIN(vstore, VECTOR)(v, 0, lanes);
#endif
#pragma unroll
    for (int l = 0; l < VECTOR; l++) {
        if (p + l < LOCAL_K) {
            block[(p + l) * stride + i] = lanes[l];
        }
    }
}

// There are two blocks of each operand in local memory: while one is multiplied, the numbers of the next are on their way to
// registers, and are then put into the other; so there is one barrier a block.
kernel __attribute__((reqd_work_group_size(GROUP_Y, GROUP_X, 1)))
void matmul(int m, int n, int k, global const A_T *a, int a_offset, int a_row, int a_column, int a_batch,
            global const B_T *b, int b_offset, int b_row, int b_column, int b_batch,
            global const C_T *bias, int has_bias, int activation, int accumulates, global TO_T *c,
            int c_offset, int c_row, int c_batch)
{
    local floatv block_a[2][LOCAL_K * STRIDE(BLOCK_M) / VECTOR];
    local floatv block_b[2][LOCAL_K * STRIDE(BLOCK_N) / VECTOR];
    int item = get_local_id(1) * GROUP_Y + get_local_id(0);
    int x = item % GROUP_X; // neighbouring items make neighbouring columns
    int y = item / GROUP_X;
    int first_row = get_group_id(0) * BLOCK_M;
    int first_column = get_group_id(1) * BLOCK_N;
    int batch = get_global_id(2);
    global const A_T *from_a = a + a_offset + batch * a_batch;
    global const B_T *from_b = b + b_offset + batch * b_batch;
    bool a_along_k = a_row != 1;
    bool b_along_k = b_column != 1;
    size_t at_a = (size_t) from_a;
    size_t at_b = (size_t) from_b;
    bool whole_a = a_along_k ? in_vectors(at_a, a_column, a_row, LOCAL_K) : in_vectors(at_a, a_row, a_column, BLOCK_M);
    bool whole_b = b_along_k ? in_vectors(at_b, b_row, b_column, LOCAL_K) : in_vectors(at_b, b_column, b_row, BLOCK_N);
    floatv sums[TILE_M][TILE_N];
#pragma unroll
    for (int i = 0; i < TILE_M; i++) {
#pragma unroll
        for (int j = 0; j < TILE_N; j++) {
            sums[i][j] = 0.0f;
        }
    }
    // the first turn only fetches
    for (int begin = -LOCAL_K; begin < k; begin += LOCAL_K) {
        int next = begin + LOCAL_K;
        int now = begin / LOCAL_K & 1;
        floatv fetched_a[FETCHES(BLOCK_M)];
        floatv fetched_b[FETCHES(BLOCK_N)];
        if (next < k) {
#pragma unroll
            for (int l = 0; l < FETCHES(BLOCK_M); l++) {
                int e = item + l * ITEMS;
                int i = first_row + fetched_i(e, BLOCK_M, a_along_k);
                int p = next + fetched_k(e, BLOCK_M, a_along_k);
                int count = a_along_k ? (i < m ? k - p : 0) : (p < k ? m - i : 0);
                global const A_T *at = from_a + i * a_row + p * a_column;
                fetched_a[l] = FETCH(A_T, at, a_along_k ? a_column : a_row, count, whole_a);
            }
#pragma unroll
            for (int l = 0; l < FETCHES(BLOCK_N); l++) {
                int e = item + l * ITEMS;
                int j = first_column + fetched_i(e, BLOCK_N, b_along_k);
                int p = next + fetched_k(e, BLOCK_N, b_along_k);
                int count = b_along_k ? (j < n ? k - p : 0) : (p < k ? n - j : 0);
                global const B_T *at = from_b + p * b_row + j * b_column;
                fetched_b[l] = FETCH(B_T, at, b_along_k ? b_row : b_column, count, whole_b);
            }
        }
        if (begin >= 0) {
            local const float *numbers = (local const float *) block_a[now] + y * TILE_M;
            local const floatv *vectors = block_b[now] + x;
            for (int p = 0; p < LOCAL_K; p++) {
                floatv row[TILE_N];
                float column[TILE_M];
#pragma unroll
                for (int j = 0; j < TILE_N; j++) {
                    row[j] = vectors[p * (STRIDE(BLOCK_N) / VECTOR) + j * GROUP_X];
                }
#if VECTOR > 1 && TILE_M % VECTOR == 0
#pragma unroll
                for (int i = 0; i < TILE_M; i += VECTOR) {
                    JOIN(vstore, VECTOR)(*(local const floatv *) (numbers + p * STRIDE(BLOCK_M) + i), 0, column + i);
                }
#else
#pragma unroll
                for (int i = 0; i < TILE_M; i++) {
                    column[i] = numbers[p * STRIDE(BLOCK_M) + i];
                }
#endif
#pragma unroll
                for (int i = 0; i < TILE_M; i++) {
#pragma unroll
                    for (int j = 0; j < TILE_N; j++) {
                        sums[i][j] = fma((floatv) (column[i]), row[j], sums[i][j]);
                    }
                }
            }
        }
        if (next < k) {
#pragma unroll
            for (int l = 0; l < FETCHES(BLOCK_M); l++) {
                int e = item + l * ITEMS;
                int i = fetched_i(e, BLOCK_M, a_along_k);
                put(fetched_a[l], i, fetched_k(e, BLOCK_M, a_along_k), BLOCK_M, a_along_k,
                    (local float *) block_a[1 - now]);
            }
#pragma unroll
            for (int l = 0; l < FETCHES(BLOCK_N); l++) {
                int e = item + l * ITEMS;
                int j = fetched_i(e, BLOCK_N, b_along_k);
                put(fetched_b[l], j, fetched_k(e, BLOCK_N, b_along_k), BLOCK_N, b_along_k,
                    (local float *) block_b[1 - now]);
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
#pragma unroll
    for (int i = 0; i < TILE_M; i++) {
#pragma unroll
        for (int j = 0; j < TILE_N; j++) {
            int row = first_row + y * TILE_M + i;
            int at = first_column + (j * GROUP_X + x) * VECTOR;
            if (row < m && at < n) {
                global TO_T *to = c + c_offset + batch * c_batch + row * c_row + at;
                store_sums(sums[i][j], n - at, bias + at, has_bias, accumulates, to);
                activate_row(activation, min(VECTOR, n - at), to);
            }
        }
    }
}

#endif
