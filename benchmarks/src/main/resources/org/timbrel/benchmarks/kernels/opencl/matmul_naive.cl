// Rung 1, naive: the definition. One work-item computes one number of C, from a row of A and a column of B.
//
//                      B     j
//                         . . # # #
//                         . . # # #     neighbouring work-items take neighbouring columns: what they read of B
//                         . . # # #     at one step lies side by side, and what they read of A is one number
//       A                 . . # # #
//     i # # # #        C  . . c c c
//
// What limits it: every multiply-add fetches two numbers from global memory. A GPU's memory brings some ten numbers in the
// time of a thousand multiply-adds, its caches some hundred. A driver for CPUs makes vectors of neighbouring work-items, but a
// row of them, for each step of k, goes a whole row of B further, as the plain loops in Java do.

kernel void matmul(int m, int n, int k, global const float *a, global const float *b, global float *c)
{
    int j = get_global_id(0);
    int i = get_global_id(1);
    if (i >= m || j >= n) {
        return;
    }
    float sum = 0.0f;
    for (int p = 0; p < k; p++) {
        sum = fma(a[i * k + p], b[p * n + j], sum);
    }
    c[i * n + j] = sum;
}
