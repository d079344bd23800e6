// The matrix product on NVIDIA's tensor cores: C = activation(op(A) op(B) + bias), as in matmul.cl, by the instruction mma.sync.
// It multiplies a 16 x 16 piece of A by a 16 x 8 piece of B and adds up in single precision. The operands are halves; with
// bfloat16 or TF32 (then 8 long instead of 16) floats are rounded to these on the way.
//
//                              B    columns: WARPS_N warps, each FRAGMENTS_N pieces of 8
//                                   | piece | piece |   ...
//          A                   C
//      warps,      [piece]     [ 16 x 8 ][ 16 x 8 ]     sums, in registers of the
//      FRAGMENTS_M [piece]     [ 16 x 8 ][ 16 x 8 ]     32 work-items of a warp
//      pieces of 16 each       ...
//
// A piece lies spread over a warp as the PTX ISA has it ("Matrix Fragments for mma.m16n8k16"): with g = lane / 4, t = lane % 4,
// counted in words of 32 bits, each two halves (or one TF32) that are neighbours along k:
//
//     A  row g    words t, t + 4      B  words t, t + 4    C  row g      columns 2 t, 2 t + 1
//        row g+8  words t, t + 4         column g             row g + 8  columns 2 t, 2 t + 1
//
// The sum along k may be made in any order, if A and B agree: words 2 t and 2 t + 1 of a row of a block are taken for t and
// t + 4, so that an item reads both at once. Rows of a block are four chunks of four words, which are exchanged among
// each other (swizzle) so that the items of a warp meet in no bank of local memory, neither writing nor reading. There are two
// blocks of each operand: one is multiplied while the next is fetched.
//
// Built without MMA_PTX, the instruction is replaced by plain OpenCL C that does the same on the same fragments, so that
// everything but the instruction runs and is tested on any device. Plain version: matmul_plain in matmul.cl.

#ifndef WARPS_M
#define WARPS_M 2 // warps of a group along C's rows
#endif
#ifndef WARPS_N
#define WARPS_N 4 // warps of a group along C's columns
#endif
#ifndef FRAGMENTS_M
#define FRAGMENTS_M 4 // pieces of 16 rows of C a warp makes
#endif
#ifndef FRAGMENTS_N
#define FRAGMENTS_N 4 // pieces of 8 columns of C a warp makes
#endif
#ifndef MMA_TYPE
#define MMA_TYPE 0 // what the operands are rounded to: 0 half, 1 bfloat16, 2 TF32
#endif
#ifndef A_T
#define A_T float // numbers of A: float or half
#endif
#ifndef B_T
#define B_T float // numbers of B: float or half
#endif

#define WARP 32
#define ITEMS (WARP * WARPS_M * WARPS_N)
#define BLOCK_M (WARPS_M * FRAGMENTS_M * 16)
#define BLOCK_N (WARPS_N * FRAGMENTS_N * 8)
#define CHUNKS 4                   // of a row of a block
#define STEPS (CHUNKS / 2)         // an instruction takes two chunks
#define PER_WORD (MMA_TYPE == 2 ? 1 : 2)
#define NEIGHBOURS (4 * PER_WORD)  // numbers of a chunk
#define BLOCK_K (CHUNKS * NEIGHBOURS)
#define FETCHES_A ((BLOCK_M * CHUNKS + ITEMS - 1) / ITEMS)
#define FETCHES_B ((BLOCK_N * CHUNKS + ITEMS - 1) / ITEMS)

#define FETCH(type) JOIN(fetch_, type)

// One word of operands, from two neighbours along k; TF32 takes the first. What is NaN stays NaN.
inline uint pack(float low, float high)
{
#if MMA_TYPE == 0
    uint word;
    vstore_half2_rte((float2)(low, high), 0, (half *) &word);
    return word;
#elif MMA_TYPE == 1
    uint2 bits = as_uint2((float2)(low, high));
    uint2 rounded = (bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16;
    uint2 quiet = (bits >> 16) | 0x40u;
    uint first = isnan(low) ? quiet.x : rounded.x;
    uint second = isnan(high) ? quiet.y : rounded.y;
    return first | (second << 16);
#else
    return isnan(low) ? as_uint(low) : (as_uint(low) + 0x1000u) & ~0x1FFFu;
#endif
}

// A chunk of a row of A, or of a column of B, of which count numbers are there and the others are zeros.
inline uint4 fetch_float(global const float *x, int step, int count)
{
    float numbers[8];
    if (step == 1 && count >= NEIGHBOURS && ((size_t) x & 15) == 0) {
        vstore4(*(global const float4 *) x, 0, numbers);
#if MMA_TYPE != 2
        vstore4(*(global const float4 *) (x + 4), 1, numbers);
#endif
    } else {
#pragma unroll
        for (int i = 0; i < NEIGHBOURS; i++) {
            numbers[i] = i < count ? x[i * step] : 0.0f;
        }
    }
#if MMA_TYPE == 2
    return (uint4)(pack(numbers[0], 0.0f), pack(numbers[1], 0.0f), pack(numbers[2], 0.0f), pack(numbers[3], 0.0f));
#else
    return (uint4)(pack(numbers[0], numbers[1]), pack(numbers[2], numbers[3]), pack(numbers[4], numbers[5]),
                   pack(numbers[6], numbers[7]));
#endif
}

inline uint4 fetch_half(global const half *halves, int step, int count)
{
    global const ushort *x = (global const ushort *) halves;
    if (step == 1 && count >= NEIGHBOURS && ((size_t) x & 15) == 0) {
        return *(global const uint4 *) x;
    }
    uint bits[8];
#pragma unroll
    for (int i = 0; i < 8; i++) {
        bits[i] = i < count ? x[i * step] : 0;
    }
    return (uint4)(bits[0] | (bits[1] << 16), bits[2] | (bits[3] << 16), bits[4] | (bits[5] << 16),
                   bits[6] | (bits[7] << 16));
}

// Where a chunk of a row lies in that row of a block.
inline int swizzle(int row, int chunk)
{
    return chunk ^ (((row >> 1) & 1) << 1 | ((row >> 2) & 1));
}

#ifdef MMA_PTX

#define EXCHANGE
#define EXCHANGED 0

#if MMA_TYPE == 0
#define INSTRUCTION "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 "
#elif MMA_TYPE == 1
#define INSTRUCTION "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 "
#else
#define INSTRUCTION "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 "
#endif

// sums += a b, by all items of a warp together.
inline void mma(float sums[4], const uint a[4], const uint b[2], local uint *unused)
{
    asm volatile(INSTRUCTION "{%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
                 : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
                 : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

#else

#define HELD 6 // words of the operands that an item holds
#define EXCHANGE local uint exchange[ITEMS * HELD];
#define EXCHANGED exchange

inline float2 unpack(uint word)
{
#if MMA_TYPE == 0
    return vload_half2(0, (const half *) &word);
#elif MMA_TYPE == 1
    return as_float2((uint2)(word << 16, word & 0xFFFF0000u));
#else
    return (float2)(as_float(word), 0.0f);
#endif
}

// The same in plain C: each item shows the others of its warp what it holds.
inline void mma(float sums[4], const uint a[4], const uint b[2], local uint *exchange)
{
    int lane = get_local_id(0) % WARP;
    local uint *warp = exchange + (get_local_id(0) - lane) * HELD;
    for (int i = 0; i < 4; i++) {
        warp[lane * HELD + i] = a[i];
    }
    warp[lane * HELD + 4] = b[0];
    warp[lane * HELD + 5] = b[1];
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int i = 0; i < 4; i++) {
        int row = lane / 4;
        int column = lane % 4 * 2 + i % 2;
        for (int word = 0; word < 8; word++) {
            // register 0 row g, 1 row g + 8, 2 and 3 the same four words further
            float2 x = unpack(warp[(row * 4 + word % 4) * HELD + i / 2 + word / 4 * 2]);
            float2 y = unpack(warp[(column * 4 + word % 4) * HELD + 4 + word / 4]);
            sums[i] = fma(x.x, y.x, sums[i]);
            sums[i] = fma(x.y, y.y, sums[i]);
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
}

#endif

// Words t and t + 4 of a step, for one row.
inline uint2 fragment(local const uint4 *block, int row, int step, int t)
{
    return ((local const uint2 *) block)[(row * CHUNKS + swizzle(row, step * 2 + t / 2)) * 2 + t % 2];
}

inline float activated(float x, int activation)
{
    switch (activation) {
    case 1: return x < 0.0f ? 0.0f : x;
    case 2: return 1.0f / (1.0f + exp(-x));
    case 3: return tanh(x);
    default: return x;
    }
}

kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1)))
void matmul_mma(int m, int n, int k, global const A_T *a, int a_offset, int a_row, int a_column, int a_batch,
                global const B_T *b, int b_offset, int b_row, int b_column, int b_batch,
                global const float *bias, int has_bias, int activation, int accumulates, global float *c,
                int c_offset, int c_row, int c_batch)
{
    local uint4 block_a[2][BLOCK_M * CHUNKS];
    local uint4 block_b[2][BLOCK_N * CHUNKS];
    EXCHANGE
    int item = get_local_id(0);
    int g = item % WARP / 4;
    int t = item % 4;
    int warp_row = item / WARP % WARPS_M * FRAGMENTS_M * 16 + g;
    int warp_column = item / WARP / WARPS_M * FRAGMENTS_N * 8;
    int first_row = get_group_id(0) * BLOCK_M;
    int first_column = get_group_id(1) * BLOCK_N;
    int batch = get_global_id(2);
    a += a_offset + batch * a_batch;
    b += b_offset + batch * b_batch;
    float sums[FRAGMENTS_M][FRAGMENTS_N][4];
#pragma unroll
    for (int i = 0; i < FRAGMENTS_M; i++) {
#pragma unroll
        for (int j = 0; j < FRAGMENTS_N; j++) {
            sums[i][j][0] = sums[i][j][1] = sums[i][j][2] = sums[i][j][3] = 0.0f;
        }
    }
    // the first turn only fetches
    for (int begin = -BLOCK_K; begin < k; begin += BLOCK_K) {
        int next = begin + BLOCK_K;
        int now = begin / BLOCK_K & 1;
        uint4 fetched_a[FETCHES_A];
        uint4 fetched_b[FETCHES_B];
        if (next < k) {
            // neighbouring items fetch what lies side by side, whichever way the operand is stored
#pragma unroll
            for (int l = 0; l < FETCHES_A; l++) {
                int e = item + l * ITEMS;
                int row = first_row + (a_column == 1 ? e / CHUNKS : e % BLOCK_M);
                int from = next + (a_column == 1 ? e % CHUNKS : e / BLOCK_M) * NEIGHBOURS;
                fetched_a[l] = FETCH(A_T)(a + row * a_row + from * a_column, a_column, row < m ? k - from : 0);
            }
#pragma unroll
            for (int l = 0; l < FETCHES_B; l++) {
                int e = item + l * ITEMS;
                int column = first_column + (b_row == 1 ? e / CHUNKS : e % BLOCK_N);
                int from = next + (b_row == 1 ? e % CHUNKS : e / BLOCK_N) * NEIGHBOURS;
                fetched_b[l] = FETCH(B_T)(b + column * b_column + from * b_row, b_row, column < n ? k - from : 0);
            }
        }
        if (begin >= 0) {
#pragma unroll
            for (int step = 0; step < STEPS; step++) {
                uint rows[FRAGMENTS_M][4];
                uint columns[FRAGMENTS_N][2];
#pragma unroll
                for (int i = 0; i < FRAGMENTS_M; i++) {
                    uint2 upper = fragment(block_a[now], warp_row + i * 16, step, t);
                    uint2 lower = fragment(block_a[now], warp_row + i * 16 + 8, step, t);
                    rows[i][0] = upper.x;
                    rows[i][1] = lower.x;
                    rows[i][2] = upper.y;
                    rows[i][3] = lower.y;
                }
#pragma unroll
                for (int j = 0; j < FRAGMENTS_N; j++) {
                    uint2 words = fragment(block_b[now], warp_column + j * 8 + g, step, t);
                    columns[j][0] = words.x;
                    columns[j][1] = words.y;
                }
#pragma unroll
                for (int i = 0; i < FRAGMENTS_M; i++) {
#pragma unroll
                    for (int j = 0; j < FRAGMENTS_N; j++) {
                        mma(sums[i][j], rows[i], columns[j], EXCHANGED);
                    }
                }
            }
        }
        if (next < k) {
#pragma unroll
            for (int l = 0; l < FETCHES_A; l++) {
                int e = item + l * ITEMS;
                int row = a_column == 1 ? e / CHUNKS : e % BLOCK_M;
                int chunk = a_column == 1 ? e % CHUNKS : e / BLOCK_M;
                if (e < BLOCK_M * CHUNKS) {
                    block_a[1 - now][row * CHUNKS + swizzle(row, chunk)] = fetched_a[l];
                }
            }
#pragma unroll
            for (int l = 0; l < FETCHES_B; l++) {
                int e = item + l * ITEMS;
                int column = b_row == 1 ? e / CHUNKS : e % BLOCK_N;
                int chunk = b_row == 1 ? e % CHUNKS : e / BLOCK_N;
                if (e < BLOCK_N * CHUNKS) {
                    block_b[1 - now][column * CHUNKS + swizzle(column, chunk)] = fetched_b[l];
                }
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    global float *to = c + c_offset + batch * c_batch;
#pragma unroll
    for (int i = 0; i < FRAGMENTS_M; i++) {
#pragma unroll
        for (int j = 0; j < FRAGMENTS_N; j++) {
#pragma unroll
            for (int l = 0; l < 4; l++) {
                int row = first_row + warp_row + i * 16 + l / 2 * 8;
                int column = first_column + warp_column + j * 8 + t * 2 + l % 2;
                if (row < m && column < n) {
                    float sum = sums[i][j][l] + (has_bias ? bias[column] : 0.0f);
                    float before = accumulates ? to[row * c_row + column] : 0.0f;
                    to[row * c_row + column] = activated(sum + before, activation);
                }
            }
        }
    }
}
