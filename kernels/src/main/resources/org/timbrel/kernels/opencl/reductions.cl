// Sums over the middle axis of x (outer,n,inner). The axis is cut into chunks that are summed side by side; a second launch
// sums the chunks. Which numbers are added, and in which order, follows from the shape alone, so results repeat to the bit.
//
//     inner > 1:   a work-item adds VECTOR columns of one chunk        inner = 1:   a work-item adds VECTOR partial sums
//
//         [v][v][v]     chunk 0   item (0,0) (1,0) (2,0)                   [ chunk 0 ][ chunk 1 ][ chunk 2 ]
//         [v][v][v]                                                        lanes      0 1 2 .. 0 1 2 .. , joined at the end
//         [v][v][v]     chunk 1   item (0,1) (1,1) (2,1)
//         [v][v][v]
//
// Plain version: y[o,i] = x[o,0,i] + x[o,1,i] + ..., one work-item a number.

// y (outer,chunks,inner): columns of chunk numbers each.
kernel void sum_columns(global const A_T *x, int n, int inner, int chunk, int chunks, int parts, global TO_T *y)
{
    int column = get_global_id(0) * VECTOR;
    int part = get_global_id(1); // outer * chunks + chunk's number
    if (column >= inner || part >= parts) {
        return;
    }
    int first = part % chunks * chunk;
    int end = min(first + chunk, n);
    global const A_T *from = x + part / chunks * n * inner + column;
    floatv sum = 0.0f;
    for (int i = first; i < end; i++) {
        sum += LOAD(A_T, from + i * inner);
    }
    STORE_FIRST(TO_T, sum, inner - column, y + part * inner + column);
}

// y (outer,chunks): runs of chunk numbers each.
kernel void sum_runs(global const A_T *x, int n, int chunk, int chunks, int parts, global TO_T *y)
{
    int part = get_global_id(0);
    if (part >= parts) {
        return;
    }
    int first = part % chunks * chunk;
    int end = min(first + chunk, n);
    global const A_T *from = x + part / chunks * n;
    floatv sum = 0.0f;
    for (int i = first; i < end; i += VECTOR) {
        sum += LOAD_FIRST(A_T, from + i, end - i, 0.0f);
    }
    PUT(TO_T, lanes_sum(sum), y + part);
}
