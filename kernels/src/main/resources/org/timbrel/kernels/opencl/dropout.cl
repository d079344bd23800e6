// Dropout by the numbers of org.timbrel.engine.random.Philox: the same masks as on every other backend. A block has four words;
// 16 blocks lie side by side:
//
//     elements of a group of 64     0 .. 15 | 16 .. 31 | 32 .. 47 | 48 .. 63
//     word                            0          1          2          3        of blocks 0 .. 15
//
// so a work-item that runs VECTOR blocks writes four vectors. Plain version: one work-item an element, which runs its block
// and takes one of the four words.

kernel void dropout(global const A_T *x, int n, int threshold, float scale, int seed_low, int seed_high, int stream,
                    int step_low, int step_high, global TO_T *y)
{
    int block = get_global_id(0) * VECTOR;
    int first = block / BLOCKS * BLOCKS * 4 + block % BLOCKS;
    if (first >= n) {
        return;
    }
    uintv words[4];
    philox(block, seed_low, seed_high, stream, step_low, step_high, words);
    for (int w = 0; w < 4 && first + w * BLOCKS < n; w++) {
        int i = first + w * BLOCKS;
        // the upper 24 bits are the uniform number times 2^24
        floatv kept = select((floatv)(0.0f), LOAD(A_T, x + i) * scale, IS_TRUE((words[w] >> 8) >= (uintv)((uint) threshold)));
        STORE_FIRST(TO_T, kept, n - i, y + i);
    }
}
