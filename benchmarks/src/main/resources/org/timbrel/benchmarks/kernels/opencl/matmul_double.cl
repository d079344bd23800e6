// Rung 5, double buffering: there are two blocks of each operand in local memory. While the group multiplies one, the numbers
// of the next are already on their way from global memory to registers, and are put into the other.
//
//      fetch 0   put 0   fetch 1   put 1   fetch 2   put 2
//                        multiply 0        multiply 1        multiply 2
//
//      block 0   [ even blocks of k ]      one barrier a block: what is read and what is
//      block 1   [ odd blocks of k  ]      written are never the same block
//
// Else it is rung 4. The fetches have no address that the multiplications wait for, so the compiler may let them overlap.
//
// What limits it: the registers for what is fetched, and twice the local memory, leave room for fewer groups on one
// multiprocessor, which would have hidden the same waiting. From here on a GPU is won by numbers: the size of the tiles,
// tried out on each device. On a CPU nothing is fetched ahead but what the processor fetches anyway.

#ifndef VECTOR
#define VECTOR 4 // floats that move at once
#endif
#ifndef TILE_M
#define TILE_M 8 // rows of C a work-item makes, a multiple of VECTOR
#endif
#ifndef TILE_N
#define TILE_N 2 // vectors of columns of C a work-item makes
#endif
#ifndef GROUP_X
#define GROUP_X 16 // work-items of a group along C's columns
#endif
#ifndef GROUP_Y
#define GROUP_Y 16 // work-items of a group along C's rows
#endif
#ifndef BLOCK_K
#define BLOCK_K 16 // length of the blocks in local memory, a multiple of VECTOR
#endif

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
typedef JOIN(float, VECTOR) floatv;
#define LOAD JOIN(vload, VECTOR)
#define STORE JOIN(vstore, VECTOR)

#define BLOCK_M (GROUP_Y * TILE_M)
#define BLOCK_N (GROUP_X * TILE_N * VECTOR)
#define ITEMS (GROUP_X * GROUP_Y)
#define VECTORS_A (BLOCK_M * BLOCK_K / VECTOR) // vectors of a block of A
#define VECTORS_B (BLOCK_K * BLOCK_N / VECTOR) // vectors of a block of B
#define FETCHES_A ((VECTORS_A + ITEMS - 1) / ITEMS) // of them, those that one item fetches
#define FETCHES_B ((VECTORS_B + ITEMS - 1) / ITEMS)

// VECTOR neighbours of a row, zeros where the matrix has ended.
inline floatv load_row(global const float *matrix, int rows, int columns, int row, int column)
{
    if (row < rows && column < columns && columns % VECTOR == 0) {
        return *(global const floatv *) (matrix + row * columns + column);
    }
    float numbers[VECTOR];
    for (int i = 0; i < VECTOR; i++) {
        numbers[i] = row < rows && column + i < columns ? matrix[row * columns + column + i] : 0.0f;
    }
    return LOAD(0, numbers);
}

inline void store_row(floatv v, global float *matrix, int rows, int columns, int row, int column)
{
    if (row < rows && column < columns && columns % VECTOR == 0) {
        *(global floatv *) (matrix + row * columns + column) = v;
    } else {
        float numbers[VECTOR];
        STORE(v, 0, numbers);
        for (int i = 0; i < VECTOR; i++) {
            if (row < rows && column + i < columns) {
                matrix[row * columns + column + i] = numbers[i];
            }
        }
    }
}

kernel __attribute__((reqd_work_group_size(GROUP_X, GROUP_Y, 1)))
void matmul(int m, int n, int k, global const float *a, global const float *b, global float *c)
{
    local floatv block_a[2][BLOCK_K][BLOCK_M / VECTOR];
    local floatv block_b[2][BLOCK_K][BLOCK_N / VECTOR];
    int x = get_local_id(0);
    int y = get_local_id(1);
    int item = y * GROUP_X + x;
    int first_column = get_group_id(0) * BLOCK_N;
    int first_row = get_group_id(1) * BLOCK_M;
    floatv sums[TILE_M][TILE_N];
#pragma unroll
    for (int i = 0; i < TILE_M; i++) {
#pragma unroll
        for (int j = 0; j < TILE_N; j++) {
            sums[i][j] = 0.0f;
        }
    }
    // step -1 only fetches and puts the first block
    for (int begin = -BLOCK_K; begin < k; begin += BLOCK_K) {
        int next = begin + BLOCK_K;
        int now = begin / BLOCK_K & 1;
        floatv fetched_a[FETCHES_A];
        floatv fetched_b[FETCHES_B];
        if (next < k) {
#pragma unroll
            for (int l = 0; l < FETCHES_A; l++) {
                int e = item + l * ITEMS;
                fetched_a[l] = load_row(a, m, k, first_row + e % BLOCK_M, next + e / BLOCK_M * VECTOR);
            }
#pragma unroll
            for (int l = 0; l < FETCHES_B; l++) {
                int e = item + l * ITEMS;
                int j = e % (BLOCK_N / VECTOR);
                fetched_b[l] = load_row(b, k, n, next + e / (BLOCK_N / VECTOR), first_column + j * VECTOR);
            }
        }
        if (begin >= 0) {
            for (int p = 0; p < BLOCK_K; p++) {
                floatv row[TILE_N];
                float column[TILE_M];
#pragma unroll
                for (int j = 0; j < TILE_N; j++) {
                    row[j] = block_b[now][p][j * GROUP_X + x];
                }
#pragma unroll
                for (int i = 0; i < TILE_M / VECTOR; i++) {
                    STORE(block_a[now][p][y * (TILE_M / VECTOR) + i], i, column);
                }
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
            for (int l = 0; l < FETCHES_A; l++) {
                int e = item + l * ITEMS;
                float numbers[VECTOR];
                STORE(fetched_a[l], 0, numbers);
#pragma unroll
                for (int q = 0; q < VECTOR; q++) {
                    if (e < VECTORS_A) {
                        ((local float *) block_a[1 - now][e / BLOCK_M * VECTOR + q])[e % BLOCK_M] = numbers[q];
                    }
                }
            }
#pragma unroll
            for (int l = 0; l < FETCHES_B; l++) {
                int e = item + l * ITEMS;
                if (e < VECTORS_B) {
                    block_b[1 - now][e / (BLOCK_N / VECTOR)][e % (BLOCK_N / VECTOR)] = fetched_b[l];
                }
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
#pragma unroll
    for (int i = 0; i < TILE_M; i++) {
#pragma unroll
        for (int j = 0; j < TILE_N; j++) {
            store_row(sums[i][j], c, m, n, first_row + y * TILE_M + i, first_column + (j * GROUP_X + x) * VECTOR);
        }
    }
}
