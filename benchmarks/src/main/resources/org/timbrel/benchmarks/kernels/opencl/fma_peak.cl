// The peak of arithmetic, measured: multiply-adds on registers alone, CHAINS of them side by side so that none waits for
// another. No kernel can do more than this.
//
//     chain 0   fma -> fma -> fma -> ...     STEPS of each, VECTOR numbers wide
//     chain 1   fma -> fma -> fma -> ...
//     ...
//
// Plain version: this is one; what it computes does not matter, but it is stored, or the compiler would leave it out.

#ifndef VECTOR
#define VECTOR 1 // floats of a register: 16 on a CPU with AVX-512, 1 on a GPU, whose work-items are the lanes
#endif
#ifndef CHAINS
#define CHAINS 16 // sums side by side
#endif
#ifndef STEPS
#define STEPS 1024 // multiply-adds of each sum
#endif

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#if VECTOR == 1
typedef float floatv;
#else
typedef JOIN(float, VECTOR) floatv;
#endif

kernel void fma_peak(float factor, float term, global float *to)
{
    floatv sums[CHAINS];
#pragma unroll
    for (int i = 0; i < CHAINS; i++) {
        sums[i] = (floatv) (term * (float) (i + get_local_id(0)));
    }
    for (int step = 0; step < STEPS; step++) {
#pragma unroll
        for (int i = 0; i < CHAINS; i++) {
            sums[i] = fma(sums[i], (floatv) (factor), (floatv) (term));
        }
    }
    floatv sum = 0.0f;
#pragma unroll
    for (int i = 0; i < CHAINS; i++) {
        sum += sums[i];
    }
#if VECTOR == 1
    to[get_global_id(0)] = sum;
#else
    JOIN(vstore, VECTOR)(sum, get_global_id(0), to);
#endif
}
