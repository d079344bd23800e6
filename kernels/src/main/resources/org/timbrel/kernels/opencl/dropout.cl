// Dropout by the numbers of org.timbrel.engine.random.Philox: the same masks as on every other backend. Philox4x32-10
// (Salmon et al., SC 2011) makes four words from a block's number; 16 blocks lie side by side:
//
//     elements of a group of 64     0 .. 15 | 16 .. 31 | 32 .. 47 | 48 .. 63
//     word                            0          1          2          3        of blocks 0 .. 15
//
// so a work-item that runs VECTOR blocks writes four vectors. Plain version: one work-item an element, which runs its block
// and takes one of the four words.

#define PHILOX_ROUNDS 10
#define BLOCKS 16 // blocks of a group

kernel void dropout(global const float *x, int n, int threshold, float scale, int seed_low, int seed_high, int stream,
                    int step_low, int step_high, global float *y)
{
    int block = get_global_id(0) * VECTOR;
    int first = block / BLOCKS * BLOCKS * 4 + block % BLOCKS;
    if (first >= n) {
        return;
    }
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
    uintv words[4] = {c0, c1, c2, c3};
    for (int w = 0; w < 4 && first + w * BLOCKS < n; w++) {
        int i = first + w * BLOCKS;
        // the upper 24 bits are the uniform number times 2^24
        floatv kept = select((floatv)(0.0f), load(x + i) * scale, IS_TRUE((words[w] >> 8) >= (uintv)((uint) threshold)));
        store_first(kept, n - i, y + i);
    }
}
