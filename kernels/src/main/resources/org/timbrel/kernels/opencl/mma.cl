// What multiplies on NVIDIA's tensor cores, for matmul_mma.cl and conv2d_mma.cl: the instruction mma.sync, which multiplies a
// 16 x 16 piece by a 16 x 8 piece and adds up in single precision, and blocks in local memory that it is fed from. Operands are
// halves; with bfloat16, or TF32 (then 8 long instead of 16), floats are rounded to these on the way.
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
// t + 4, so that an item reads both at once. A row of a block (of A's rows, of B's columns) is four chunks of four words,
// which are exchanged among each other (swizzle) so that the items of a warp meet in no bank of local memory. There are two
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

#define WARP 32
#define ITEMS (WARP * WARPS_M * WARPS_N)
#define BLOCK_M (WARPS_M * FRAGMENTS_M * 16)
#define BLOCK_N (WARPS_N * FRAGMENTS_N * 8)
#define CHUNKS_K 4                 // chunks of a row of a block
#define STEPS_K (CHUNKS_K / 2)     // an instruction takes two chunks
#if MMA_TYPE == 2
#define NEIGHBOURS 4               // numbers of a chunk
#else
#define NEIGHBOURS 8
#endif
#define BLOCK_K (CHUNKS_K * NEIGHBOURS)
#define FETCHES_A ((BLOCK_M * CHUNKS_K + ITEMS - 1) / ITEMS) // chunks that an item fetches
#define FETCHES_B ((BLOCK_N * CHUNKS_K + ITEMS - 1) / ITEMS)

// One word of operands, from two neighbours along k; TF32 takes the first. What is NaN stays NaN.
static inline uint pack(float low, float high)
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

// A chunk from its numbers.
static inline uint4 packed(const float numbers[8])
{
#if MMA_TYPE == 2
    return (uint4)(pack(numbers[0], 0.0f), pack(numbers[1], 0.0f), pack(numbers[2], 0.0f), pack(numbers[3], 0.0f));
#else
    return (uint4)(pack(numbers[0], numbers[1]), pack(numbers[2], numbers[3]), pack(numbers[4], numbers[5]),
                   pack(numbers[6], numbers[7]));
#endif
}

// A chunk whose numbers lie a step apart; count of them are there, the others are zeros.
#define FETCH(type, x, step, count) JOIN(fetch_, type)(x, step, count)

static inline uint4 fetch_float(global const float *x, int step, int count)
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
    return packed(numbers);
}

#ifdef HALVES
static inline uint4 fetch_half(global const half *halves, int step, int count)
{
#if MMA_TYPE == 0
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
#else
    float numbers[8];
    for (int i = 0; i < NEIGHBOURS; i++) {
        numbers[i] = i < count ? vload_half(i * step, halves) : 0.0f;
    }
    return packed(numbers);
#endif
}
#endif

// Chunk e of a block in the order of fetching, in which neighbouring items should meet neighbouring addresses: along k where
// the numbers of a row are neighbours in memory, else along the rows.
static inline int row_of(int e, int rows, bool along_k) { return along_k ? e / CHUNKS_K : e % rows; }
static inline int chunk_of(int e, int rows, bool along_k) { return along_k ? e % CHUNKS_K : e / rows; }

// Where a chunk of a row lies in that row of a block.
static inline int swizzle(int row, int chunk)
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
static inline __attribute__((always_inline))
void mma(float sums[4], const uint a[4], const uint b[2], local uint *unused)
{
    asm volatile(INSTRUCTION "{%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
                 : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
                 : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

#else

#define HELD 6 // words of the operands that an item holds
#define EXCHANGE local uint exchange[ITEMS * HELD];
#define EXCHANGED exchange

static inline float2 unpack(uint word)
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
static inline __attribute__((always_inline))
void mma(float sums[4], const uint a[4], const uint b[2], local uint *exchange)
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
static inline uint2 fragment(local const uint4 *block, int row, int step, int t)
{
    return ((local const uint2 *) block)[(row * CHUNKS_K + swizzle(row, step * 2 + t / 2)) * 2 + t % 2];
}

static inline void put_chunk(local uint4 *block, int rows, int e, bool along_k, uint4 words)
{
    int row = row_of(e, rows, along_k);
    if (e < rows * CHUNKS_K) {
        block[row * CHUNKS_K + swizzle(row, chunk_of(e, rows, along_k))] = words;
    }
}

static inline __attribute__((always_inline))
void clear(float sums[FRAGMENTS_M][FRAGMENTS_N][4])
{
#pragma unroll
    for (int i = 0; i < FRAGMENTS_M; i++) {
#pragma unroll
        for (int j = 0; j < FRAGMENTS_N; j++) {
            sums[i][j][0] = sums[i][j][1] = sums[i][j][2] = sums[i][j][3] = 0.0f;
        }
    }
}

// Where this item's sums lie in the group's block of C: sum l of piece (i, j).
static inline int row_of_sum(int i, int l)
{
    int item = get_local_id(0);
    return (item / WARP % WARPS_M * FRAGMENTS_M + i) * 16 + item % WARP / 4 + l / 2 * 8;
}

static inline int column_of_sum(int j, int l)
{
    int item = get_local_id(0);
    return (item / WARP / WARPS_M * FRAGMENTS_N + j) * 8 + item % 4 * 2 + l % 2;
}

// sums += a block of A by a block of B, by all warps of the group. Only the instruction's loops need to be unrolled.
static inline __attribute__((always_inline))
void multiply_blocks(local const uint4 *a, local const uint4 *b, float sums[FRAGMENTS_M][FRAGMENTS_N][4],
                     local uint *exchange)
{
    int item = get_local_id(0);
    int t = item % 4;
    int first_row = item / WARP % WARPS_M * FRAGMENTS_M * 16 + item % WARP / 4;
    int first_column = item / WARP / WARPS_M * FRAGMENTS_N * 8 + item % WARP / 4;
#ifdef MMA_PTX
#pragma unroll
#endif
    for (int step = 0; step < STEPS_K; step++) {
        uint rows[FRAGMENTS_M][4];
        uint columns[FRAGMENTS_N][2];
#pragma unroll
        for (int i = 0; i < FRAGMENTS_M; i++) {
            uint2 upper = fragment(a, first_row + i * 16, step, t);
            uint2 lower = fragment(a, first_row + i * 16 + 8, step, t);
            rows[i][0] = upper.x;
            rows[i][1] = lower.x;
            rows[i][2] = upper.y;
            rows[i][3] = lower.y;
        }
#pragma unroll
        for (int j = 0; j < FRAGMENTS_N; j++) {
            uint2 words = fragment(b, first_column + j * 8, step, t);
            columns[j][0] = words.x;
            columns[j][1] = words.y;
        }
#ifdef MMA_PTX
#pragma unroll
#endif
        for (int i = 0; i < FRAGMENTS_M; i++) {
#ifdef MMA_PTX
#pragma unroll
#endif
            for (int j = 0; j < FRAGMENTS_N; j++) {
                mma(sums[i][j], rows[i], columns[j], exchange);
            }
        }
    }
}

static inline float activated(float x, int activation)
{
    switch (activation) {
    case 1: return x < 0.0f ? 0.0f : x;
    case 2: return 1.0f / (1.0f + exp(-x));
    case 3: return tanh(x);
    default: return x;
    }
}
