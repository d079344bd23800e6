// The matrix product on tensor cores: C = activation(op(A) op(B) + bias), as in matmul.cl, with the same arguments. mma.cl,
// which stands before this file, has the instruction and the blocks that it is fed from.
//
//                              B    BLOCK_N columns a group
//          A                   C
//      BLOCK_M rows            [ WARPS_M x WARPS_N warps,      fetch 0  put 0  fetch 1   put 1  fetch 2 ...
//      a group                   sums in registers     ]                      multiply 0      multiply 1
//
// Each is read by a step along its rows and one along its columns; neighbouring items fetch what lies side by side, whichever
// of them is 1. Operands and C are floats or halves. Plain version: matmul_plain in matmul.cl.

kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1)))
void matmul_mma(int m, int n, int k, global const A_T *a, int a_offset, int a_row, int a_column, int a_batch,
                global const B_T *b, int b_offset, int b_row, int b_column, int b_batch,
                global const C_T *bias, int has_bias, int activation, int accumulates, global TO_T *c,
                int c_offset, int c_row, int c_batch)
{
    local uint4 block_a[2][BLOCK_M * CHUNKS_K];
    local uint4 block_b[2][BLOCK_N * CHUNKS_K];
    EXCHANGE
    int item = get_local_id(0);
    int first_row = get_group_id(0) * BLOCK_M;
    int first_column = get_group_id(1) * BLOCK_N;
    int batch = get_global_id(2);
    bool a_along_k = a_column == 1;
    bool b_along_k = b_row == 1;
    global const A_T *from_a = a + a_offset + batch * a_batch;
    global const B_T *from_b = b + b_offset + batch * b_batch;
    float sums[FRAGMENTS_M][FRAGMENTS_N][4];
    clear(sums);
    // the first turn only fetches
    for (int begin = -BLOCK_K; begin < k; begin += BLOCK_K) {
        int next = begin + BLOCK_K;
        int now = begin / BLOCK_K & 1;
        uint4 fetched_a[FETCHES_A];
        uint4 fetched_b[FETCHES_B];
        if (next < k) {
#pragma unroll
            for (int l = 0; l < FETCHES_A; l++) {
                int e = item + l * ITEMS;
                int row = first_row + row_of(e, BLOCK_M, a_along_k);
                int p = next + chunk_of(e, BLOCK_M, a_along_k) * NEIGHBOURS;
                fetched_a[l] = FETCH(A_T, from_a + row * a_row + p * a_column, a_column, row < m ? k - p : 0);
            }
#pragma unroll
            for (int l = 0; l < FETCHES_B; l++) {
                int e = item + l * ITEMS;
                int column = first_column + row_of(e, BLOCK_N, b_along_k);
                int p = next + chunk_of(e, BLOCK_N, b_along_k) * NEIGHBOURS;
                fetched_b[l] = FETCH(B_T, from_b + column * b_column + p * b_row, b_row, column < n ? k - p : 0);
            }
        }
        if (begin >= 0) {
            multiply_blocks(block_a[now], block_b[now], sums, EXCHANGED);
        }
        if (next < k) {
#pragma unroll
            for (int l = 0; l < FETCHES_A; l++) {
                put_chunk(block_a[1 - now], BLOCK_M, item + l * ITEMS, a_along_k, fetched_a[l]);
            }
#pragma unroll
            for (int l = 0; l < FETCHES_B; l++) {
                put_chunk(block_b[1 - now], BLOCK_N, item + l * ITEMS, b_along_k, fetched_b[l]);
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
                int column = first_column + column_of_sum(j, l);
                if (row < m && column < n) {
                    global TO_T *to = c + c_offset + batch * c_batch + row * c_row + column;
                    float sum = sums[i][j][l];
                    if (accumulates) {
                        sum += NUMBER(TO_T, to);
                    }
                    if (has_bias) {
                        sum += NUMBER(C_T, bias + column);
                    }
                    PUT(TO_T, activated(sum, activation), to);
                }
            }
        }
    }
}
