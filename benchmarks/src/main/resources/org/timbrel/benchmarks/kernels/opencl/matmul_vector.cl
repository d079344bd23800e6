// Rung 4, vector loads: the tiles of rung 3, but everything moves in vectors of VECTOR floats: from global memory to
// registers, to local memory, and from there. A GPU moves 16 bytes with one instruction as quickly as 4, a CPU 64.
//
//                          B   [ v ][ v ]              an item's columns: TILE_N vectors that lie
//                               |    |                 GROUP_X vectors apart
//        A  [ v ]         a   [ v ][ v ]
//           [ v ]         a   [ v ][ v ]               an item's rows: TILE_M neighbours, read as
//             |           a   [ v ][ v ]               TILE_M / VECTOR vectors, because block_a
//             turned round on the way to block_a       has A's columns as its rows
//
// A vector load wants an address that is a multiple of its size, and so rows whose length is a multiple of VECTOR; others
// are read number by number, and so are the edges. That is why libraries like matrices with round sizes.
//
// What limits it: while a block is fetched from global memory the group waits, twice a block, at a barrier. A GPU hides part
// of that by having several groups on one multiprocessor, if their registers and local memory leave room.

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
    local floatv block_a[BLOCK_K][BLOCK_M / VECTOR];
    local floatv block_b[BLOCK_K][BLOCK_N / VECTOR];
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
    for (int begin = 0; begin < k; begin += BLOCK_K) {
        for (int e = item; e < BLOCK_M * BLOCK_K / VECTOR; e += ITEMS) {
            int i = e % BLOCK_M;
            int p = e / BLOCK_M * VECTOR;
            float numbers[VECTOR];
            STORE(load_row(a, m, k, first_row + i, begin + p), 0, numbers);
#pragma unroll
            for (int q = 0; q < VECTOR; q++) {
                ((local float *) block_a[p + q])[i] = numbers[q];
            }
        }
        for (int e = item; e < BLOCK_K * BLOCK_N / VECTOR; e += ITEMS) {
            int p = e / (BLOCK_N / VECTOR);
            int j = e % (BLOCK_N / VECTOR);
            block_b[p][j] = load_row(b, k, n, begin + p, first_column + j * VECTOR);
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        for (int p = 0; p < BLOCK_K; p++) {
            floatv row[TILE_N];
            float column[TILE_M];
#pragma unroll
            for (int j = 0; j < TILE_N; j++) {
                row[j] = block_b[p][j * GROUP_X + x];
            }
#pragma unroll
            for (int i = 0; i < TILE_M / VECTOR; i++) {
                STORE(block_a[p][y * (TILE_M / VECTOR) + i], i, column);
            }
#pragma unroll
            for (int i = 0; i < TILE_M; i++) {
#pragma unroll
                for (int j = 0; j < TILE_N; j++) {
                    sums[i][j] = fma((floatv) (column[i]), row[j], sums[i][j]);
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
