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
// GROUP_X by GROUP_Y items first copies a block of A and a block of B, LOCAL_K long, and all its items read from there:
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

kernel __attribute__((reqd_work_group_size(GROUP_Y, GROUP_X, 1)))
void matmul(int m, int n, int k, global const A_T *a, int a_offset, int a_row, int a_column, int a_batch,
            global const B_T *b, int b_offset, int b_row, int b_column, int b_batch,
            global const C_T *bias, int has_bias, int activation, int accumulates, global TO_T *c,
            int c_offset, int c_row, int c_batch)
{
    local float block_a[LOCAL_K][BLOCK_M + 1];
    local float block_b[LOCAL_K][BLOCK_N];
    int y = get_local_id(0);
    int x = get_local_id(1);
    int item = x * GROUP_Y + y;
    int first_row = get_group_id(0) * BLOCK_M;
    int first_column = get_group_id(1) * BLOCK_N;
    int batch = get_global_id(2);
    global const A_T *from_a = a + a_offset + batch * a_batch;
    global const B_T *from_b = b + b_offset + batch * b_batch;
    floatv sums[TILE_M][TILE_N];
#pragma unroll
    for (int i = 0; i < TILE_M; i++) {
#pragma unroll
        for (int j = 0; j < TILE_N; j++) {
            sums[i][j] = 0.0f;
        }
    }
    for (int begin = 0; begin < k; begin += LOCAL_K) {
        // neighbouring items copy numbers that lie side by side, whichever way the operand is stored
        for (int e = item; e < LOCAL_K * BLOCK_M; e += ITEMS) {
            int i = a_column == 1 ? e / LOCAL_K : e % BLOCK_M;
            int p = a_column == 1 ? e % LOCAL_K : e / BLOCK_M;
            bool inside = first_row + i < m && begin + p < k;
            block_a[p][i] = inside ? NUMBER(A_T, from_a + (first_row + i) * a_row + (begin + p) * a_column) : 0.0f;
        }
        for (int e = item; e < LOCAL_K * BLOCK_N; e += ITEMS) {
            int j = b_column == 1 ? e % BLOCK_N : e / LOCAL_K;
            int p = b_column == 1 ? e / BLOCK_N : e % LOCAL_K;
            bool inside = first_column + j < n && begin + p < k;
            block_b[p][j] = inside ? NUMBER(B_T, from_b + (begin + p) * b_row + (first_column + j) * b_column) : 0.0f;
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        for (int p = 0; p < LOCAL_K; p++) {
            floatv vectors[TILE_N];
#pragma unroll
            for (int j = 0; j < TILE_N; j++) {
#if VECTOR == 1
                vectors[j] = block_b[p][j * GROUP_X + x];
#else
                vectors[j] = JOIN(vload, VECTOR)(j * GROUP_X + x, block_b[p]);
#endif
            }
#pragma unroll
            for (int i = 0; i < TILE_M; i++) {
                floatv number = block_a[p][y * TILE_M + i];
#pragma unroll
                for (int j = 0; j < TILE_N; j++) {
                    sums[i][j] = fma(number, vectors[j], sums[i][j]);
                }
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
