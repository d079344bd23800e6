// Rung 2, local tile: a group of TILE x TILE work-items makes a square of C. It copies a square of A and one of B into local
// memory, which its items share, multiplies them, and goes on to the next two along k.
//
//                          B  [ # # # ]
//                             [ # # # ]   TILE x TILE numbers, copied once by the group,
//                             [ # # # ]   read TILE times from local memory
//          A                  . . . . .
//      [ # # # ] . .       C  [ c c c ]
//      [ # # # ] . .          [ c c c ]   one work-item a number
//      [ # # # ] . .          [ c c c ]
//
// Each number comes from global memory once for TILE uses. Two barriers a step: nobody multiplies before all have copied,
// nobody copies over what another still reads.
//
// What limits it: now every multiply-add reads two numbers of local memory, and a GPU can read one or less in the time of
// one multiply-add. On a CPU local memory is memory like any other: the copy is made twice, by the group and by the cache.

#ifndef TILE
#define TILE 16 // edge of the squares, and work-items of a group in each direction
#endif

kernel __attribute__((reqd_work_group_size(TILE, TILE, 1)))
void matmul(int m, int n, int k, global const float *a, global const float *b, global float *c)
{
    local float square_a[TILE][TILE];
    local float square_b[TILE][TILE];
    int x = get_local_id(0);
    int y = get_local_id(1);
    int j = get_group_id(0) * TILE + x;
    int i = get_group_id(1) * TILE + y;
    float sum = 0.0f;
    for (int begin = 0; begin < k; begin += TILE) {
        square_a[y][x] = i < m && begin + x < k ? a[i * k + begin + x] : 0.0f;
        square_b[y][x] = begin + y < k && j < n ? b[(begin + y) * n + j] : 0.0f;
        barrier(CLK_LOCAL_MEM_FENCE);
        for (int p = 0; p < TILE; p++) {
            sum = fma(square_a[y][p], square_b[p][x], sum);
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    if (i < m && j < n) {
        c[i * n + j] = sum;
    }
}
