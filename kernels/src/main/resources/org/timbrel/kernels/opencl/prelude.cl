// Stands before every other file of this folder: vectors, edges, activations, sums over a work-group.
//
// A work-item takes VECTOR neighbouring numbers at a time:
//
//     x   [0 .. VECTOR-1] [VECTOR .. 2 VECTOR-1] ... [tail]
//          work-item 0     work-item 1                last one
//
// Behind every buffer lie some floats that may be read (DeviceMemory.SLACK), so a load at the end needs no care; a store does.

#ifndef VECTOR
#define VECTOR 16 // floats of a vector: 16 fill a register of AVX-512; a GPU wants 1 to 4
#endif

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)

#if VECTOR == 1
typedef float floatv;
typedef int intv;
typedef uint uintv;
#define TO_FLOATV(x) ((float) (x))
#define AS_INTV(x) as_int(x)
#define AS_FLOATV(x) as_float(x)
#define LANES 0
#define IS_TRUE(v) (-(v)) // comparing numbers gives 1, comparing vectors -1
inline floatv load(global const float *x) { return *x; }
inline void store(floatv v, global float *x) { *x = v; }
inline float lanes_sum(floatv v) { return v; }
inline float lanes_max(floatv v) { return v; }
#else
typedef JOIN(float, VECTOR) floatv;
typedef JOIN(int, VECTOR) intv;
typedef JOIN(uint, VECTOR) uintv;
#define TO_FLOATV(x) JOIN(convert_float, VECTOR)(x)
#define AS_INTV(x) JOIN(as_int, VECTOR)(x)
#define AS_FLOATV(x) JOIN(as_float, VECTOR)(x)
#define IS_TRUE(v) (v)
#if VECTOR == 2
#define LANES ((intv)(0, 1))
#elif VECTOR == 4
#define LANES ((intv)(0, 1, 2, 3))
#elif VECTOR == 8
#define LANES ((intv)(0, 1, 2, 3, 4, 5, 6, 7))
#else
#define LANES ((intv)(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15))
#endif

inline floatv load(global const float *x) { return JOIN(vload, VECTOR)(0, x); }
inline void store(floatv v, global float *x) { JOIN(vstore, VECTOR)(v, 0, x); }

// Adds neighbours' halves: 16 lanes become 8, 4, 2, 1.
inline float lanes_sum(floatv v)
{
#if VECTOR == 16
    float8 v8 = v.lo + v.hi;
    float4 v4 = v8.lo + v8.hi;
    float2 v2 = v4.lo + v4.hi;
#elif VECTOR == 8
    float4 v4 = v.lo + v.hi;
    float2 v2 = v4.lo + v4.hi;
#elif VECTOR == 4
    float2 v2 = v.lo + v.hi;
#else
    float2 v2 = v;
#endif
    return v2.x + v2.y;
}

inline float lanes_max(floatv v)
{
#if VECTOR == 16
    float8 v8 = fmax(v.lo, v.hi);
    float4 v4 = fmax(v8.lo, v8.hi);
    float2 v2 = fmax(v4.lo, v4.hi);
#elif VECTOR == 8
    float4 v4 = fmax(v.lo, v.hi);
    float2 v2 = fmax(v4.lo, v4.hi);
#elif VECTOR == 4
    float2 v2 = fmax(v.lo, v.hi);
#else
    float2 v2 = v;
#endif
    return fmax(v2.x, v2.y);
}
#endif

// Loads the first count lanes, all if there are more; the others are rest. For places behind which another work-item writes.
inline floatv load_first(global const float *x, int count, float rest)
{
    if (count >= VECTOR) {
        return load(x);
    }
    float lanes[VECTOR];
#pragma unroll 1
    for (int i = 0; i < VECTOR; i++) {
        lanes[i] = i < count ? x[i] : rest;
    }
#if VECTOR == 1
    return lanes[0];
#else
    return JOIN(vload, VECTOR)(0, lanes);
#endif
}

// Stores the first count lanes, all if there are more.
inline void store_first(floatv v, int count, global float *x)
{
    if (count >= VECTOR) {
        store(v, x);
    } else {
        float lanes[VECTOR];
#if VECTOR == 1
        lanes[0] = v;
#else
        JOIN(vstore, VECTOR)(v, 0, lanes);
#endif
#pragma unroll 1
        for (int i = 0; i < count; i++) {
            x[i] = lanes[i];
        }
    }
}

// What a buffer holds, for kernels that take halves too: LOAD(A_T, x) loads a vector from one. All computing is in floats.
#ifndef A_T
#define A_T float // numbers of the first operand: float or half
#endif
#ifndef B_T
#define B_T float // numbers of the second operand
#endif
#ifndef C_T
#define C_T float // numbers of the third operand
#endif
#ifndef TO_T
#define TO_T float // numbers of the result
#endif

#define LOAD(type, x) JOIN(load_, type)(x)
#define LOAD_FIRST(type, x, count, rest) JOIN(load_first_, type)(x, count, rest)
#define STORE(type, v, x) JOIN(store_, type)(v, x)
#define STORE_FIRST(type, v, count, x) JOIN(store_first_, type)(v, count, x)
#define NUMBER(type, x) JOIN(number_, type)(x)
#define PUT(type, number, x) JOIN(put_, type)(number, x)

#define load_float load
#define load_first_float load_first
#define store_float store
#define store_first_float store_first
#define number_float(x) (*(x))
#define put_float(number, x) (*(x) = (number))

#ifdef HALVES
#if VECTOR == 1
inline floatv load_half(global const half *x) { return vload_half(0, x); }
inline void store_half(floatv v, global half *x) { vstore_half_rte(v, 0, x); }
#else
inline floatv load_half(global const half *x) { return JOIN(vload_half, VECTOR)(0, x); }
inline void store_half(floatv v, global half *x) { JOIN(JOIN(vstore_half, VECTOR), _rte)(v, 0, x); }
#endif
inline float number_half(global const half *x) { return vload_half(0, x); }
inline void put_half(float number, global half *x) { vstore_half_rte(number, 0, x); }

inline floatv load_first_half(global const half *x, int count, float rest)
{
    if (count >= VECTOR) {
        return load_half(x);
    }
    float lanes[VECTOR];
#pragma unroll 1
    for (int i = 0; i < VECTOR; i++) {
        lanes[i] = i < count ? number_half(x + i) : rest;
    }
#if VECTOR == 1
    return lanes[0];
#else
    return JOIN(vload, VECTOR)(0, lanes);
#endif
}

inline void store_first_half(floatv v, int count, global half *x)
{
    if (count >= VECTOR) {
        store_half(v, x);
    } else {
        float lanes[VECTOR];
#if VECTOR == 1
        lanes[0] = v;
#else
        JOIN(vstore, VECTOR)(v, 0, lanes);
#endif
#pragma unroll 1
        for (int i = 0; i < count; i++) {
            put_half(lanes[i], x + i);
        }
    }
}
#endif

inline floatv sigmoid(floatv x) { return 1.0f / (1.0f + exp(-x)); }

// NaN stays NaN: a training that has diverged must be seen.
inline floatv relu(floatv x) { return select(x, (floatv)(0.0f), IS_TRUE(x < (floatv)(0.0f))); }

// The activations of org.timbrel.engine.backend.Activation, by number: 0 none, 1 ReLU, 2 sigmoid, 3 tanh.
inline floatv activate(floatv x, int activation)
{
    switch (activation) {
    case 1: return relu(x);
    case 2: return sigmoid(x);
    case 3: return tanh(x);
    default: return x;
    }
}


#define PHILOX_ROUNDS 10
#define BLOCKS 16 // blocks whose words lie side by side in what dropout draws

// The words of VECTOR neighbouring blocks by Philox4x32-10 (Salmon et al., SC 2011), as org.timbrel.engine.random.Philox.
inline void philox(int block, int seed_low, int seed_high, int stream, int step_low, int step_high, uintv words[4])
{
#if VECTOR == 1
    uintv c0 = (uint) block;
#else
    uintv c0 = JOIN(convert_uint, VECTOR)(LANES) + (uint) block;
#endif
    uintv c1 = (uint) stream;
    uintv c2 = (uint) step_low;
    uintv c3 = (uint) step_high;
    uint k0 = (uint) seed_low;
    uint k1 = (uint) seed_high;
    for (int round = 0; round < PHILOX_ROUNDS; round++) {
        uintv high0 = mul_hi(c0, (uintv)(0xD2511F53u));
        uintv low0 = c0 * 0xD2511F53u;
        uintv high1 = mul_hi(c2, (uintv)(0xCD9E8D57u));
        uintv low1 = c2 * 0xCD9E8D57u;
        c0 = high1 ^ c1 ^ k0;
        c2 = high0 ^ c3 ^ k1;
        c1 = low1;
        c3 = low0;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    words[0] = c0;
    words[1] = c1;
    words[2] = c2;
    words[3] = c3;
}
