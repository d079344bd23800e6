// Rung 3, register tile: a work-item makes TILE_M x TILE_N numbers of C and keeps their sums in registers. At each step it
// reads TILE_M numbers of A and TILE_N of B from local memory, and does TILE_M * TILE_N multiply-adds with them: 16 reads for
// 64, where rung 2 had 2 for 1.
//
//                         B  block_b  BLOCK_K x (GROUP_X * TILE_N)
//                             b   b   b
//                             |   |   |       the columns of one item lie GROUP_X apart, so that neighbouring
//        A  block_a       a --c   c   c       items read neighbouring numbers, and write them side by side
//        (GROUP_Y *       a --c   c   c
//        TILE_M)          a --c   c   c       the rows of one item are neighbours
//        x BLOCK_K
//
// The rows of block_a are one longer than needed: numbers of one column would all lie in the same bank of local memory.
//
// What limits it: each read is of one number, and the loads from global memory too: as many instructions for moving as for
// a fourth of the arithmetic, and while a block is fetched nothing is computed.

#ifndef TILE_M
#define TILE_M 8 // rows of C a work-item makes
#endif
#ifndef TILE_N
#define TILE_N 8 // columns of C a work-item makes
#endif
#ifndef GROUP_X
#define GROUP_X 16 // work-items of a group along C's columns
#endif
#ifndef GROUP_Y
#define GROUP_Y 16 // work-items of a group along C's rows
#endif
#ifndef BLOCK_K
#define BLOCK_K 16 // length of the blocks in local memory
#endif

#define BLOCK_M (GROUP_Y * TILE_M)
#define BLOCK_N (GROUP_X * TILE_N)
#define ITEMS (GROUP_X * GROUP_Y)

kernel __attribute__((reqd_work_group_size(GROUP_X, GROUP_Y, 1)))
void matmul(int m, int n, int k, global const float *a, global const float *b, global float *c)
{
    local float block_a[BLOCK_K][BLOCK_M + 1];
    local float block_b[BLOCK_K][BLOCK_N];
    int x = get_local_id(0);
    int y = get_local_id(1);
    int item = y * GROUP_X + x;
    int first_column = get_group_id(0) * BLOCK_N;
    int first_row = get_group_id(1) * BLOCK_M;
    float sums[TILE_M][TILE_N];
#pragma unroll
    for (int i = 0; i < TILE_M; i++) {
#pragma unroll
        for (int j = 0; j < TILE_N; j++) {
            sums[i][j] = 0.0f;
        }
    }
    for (int begin = 0; begin < k; begin += BLOCK_K) {
        for (int e = item; e < BLOCK_M * BLOCK_K; e += ITEMS) {
            int i = e / BLOCK_K;
            int p = e % BLOCK_K;
            bool inside = first_row + i < m && begin + p < k;
            block_a[p][i] = inside ? a[(first_row + i) * k + begin + p] : 0.0f;
        }
        for (int e = item; e < BLOCK_K * BLOCK_N; e += ITEMS) {
            int p = e / BLOCK_N;
            int j = e % BLOCK_N;
            bool inside = begin + p < k && first_column + j < n;
            block_b[p][j] = inside ? b[(begin + p) * n + first_column + j] : 0.0f;
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        for (int p = 0; p < BLOCK_K; p++) {
            float row[TILE_N];
#pragma unroll
            for (int j = 0; j < TILE_N; j++) {
                row[j] = block_b[p][j * GROUP_X + x];
            }
#pragma unroll
            for (int i = 0; i < TILE_M; i++) {
                float number = block_a[p][y * TILE_M + i];
#pragma unroll
                for (int j = 0; j < TILE_N; j++) {
                    sums[i][j] = fma(number, row[j], sums[i][j]);
                }
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
#pragma unroll
    for (int i = 0; i < TILE_M; i++) {
#pragma unroll
        for (int j = 0; j < TILE_N; j++) {
            int to_row = first_row + y * TILE_M + i;
            int to_column = first_column + j * GROUP_X + x;
            if (to_row < m && to_column < n) {
                c[to_row * n + to_column] = sums[i][j];
            }
        }
    }
}
