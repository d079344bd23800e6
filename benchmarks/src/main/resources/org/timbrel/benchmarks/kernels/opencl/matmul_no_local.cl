// Rung 6, registers alone: the tile of rung 4 without local memory, as a CPU wants it. A work-item reads A and B where they
// lie, and leaves it to the cache to keep what its neighbours read too.
//
//                 B   p [ v ][ v ]                    8 rows, 2 vectors of 16:
//                        |    |                       16 registers of sums, 2 of B, 1 of A
//       A     p        [ v ][ v ]   row 0
//      [ ... a ... ] --[ v ][ v ]   row 1             work-items side by side along C's rows
//      [ ... a ... ] --[ v ][ v ]   ...       C       read the same columns of B
//
// A CPU has no local memory: what OpenCL calls so is a copy in the same caches, and a barrier makes each work-item put its
// sums away and take them up again. Without both, the loop is that of the register tile in Java.
//
// What limits it: on a GPU every step waits for global memory. On a CPU A is read a number at a time, and B is not packed:
// its rows lie far apart.

#ifndef VECTOR
#define VECTOR 16 // floats of a register
#endif
#ifndef TILE_M
#define TILE_M 8 // rows of C a work-item makes
#endif
#ifndef TILE_N
#define TILE_N 2 // vectors of columns of C a work-item makes
#endif

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
typedef JOIN(float, VECTOR) floatv;
#define LOAD JOIN(vload, VECTOR)
#define STORE JOIN(vstore, VECTOR)

// The first count of VECTOR neighbours, zeros for the others.
inline floatv load_first(global const float *x, int count)
{
    if (count >= VECTOR) {
        return LOAD(0, x);
    }
    float numbers[VECTOR];
    for (int i = 0; i < VECTOR; i++) {
        numbers[i] = i < count ? x[i] : 0.0f;
    }
    return LOAD(0, numbers);
}

kernel void matmul(int m, int n, int k, global const float *a, global const float *b, global float *c)
{
    int row = get_global_id(0) * TILE_M;
    int column = get_global_id(1) * TILE_N * VECTOR;
    if (row >= m || column >= n) {
        return;
    }
    global const float *from_a[TILE_M];
    floatv sums[TILE_M][TILE_N];
#pragma unroll
    for (int i = 0; i < TILE_M; i++) {
        from_a[i] = a + min(row + i, m - 1) * k;
#pragma unroll
        for (int j = 0; j < TILE_N; j++) {
            sums[i][j] = 0.0f;
        }
    }
    // two loops, so that whole tiles have no question in theirs
    if (column + TILE_N * VECTOR <= n) {
        for (int p = 0; p < k; p++) {
            floatv vectors[TILE_N];
#pragma unroll
            for (int j = 0; j < TILE_N; j++) {
                vectors[j] = LOAD(0, b + p * n + column + j * VECTOR);
            }
#pragma unroll
            for (int i = 0; i < TILE_M; i++) {
#pragma unroll
                for (int j = 0; j < TILE_N; j++) {
                    sums[i][j] = fma((floatv) (from_a[i][p]), vectors[j], sums[i][j]);
                }
            }
        }
    } else {
        for (int p = 0; p < k; p++) {
#pragma unroll
            for (int j = 0; j < TILE_N; j++) {
                int at = column + j * VECTOR;
                floatv vector = load_first(b + p * n + at, n - at);
#pragma unroll
                for (int i = 0; i < TILE_M; i++) {
                    sums[i][j] = fma((floatv) (from_a[i][p]), vector, sums[i][j]);
                }
            }
        }
    }
#pragma unroll
    for (int i = 0; i < TILE_M; i++) {
#pragma unroll
        for (int j = 0; j < TILE_N; j++) {
            float numbers[VECTOR];
            STORE(sums[i][j], 0, numbers);
            for (int l = 0; l < VECTOR; l++) {
                if (row + i < m && column + j * VECTOR + l < n) {
                    c[(row + i) * n + column + j * VECTOR + l] = numbers[l];
                }
            }
        }
    }
}
