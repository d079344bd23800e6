// Two operands joined by NumPy's rule, and copies between strided views. An axis has a length and, for each operand, a step;
// a step of 0 repeats the operand. The last axis is cut into pieces of PIECE; a work-item walks one piece of it:
//
//     outer axes, flattened   0   [piece 0][piece 1][pi.]     dimension 0: pieces of the last axis
//                             1   [piece 0][piece 1][pi.]     dimension 1: everything else
//
// Plain version: one work-item a number, which finds its place in each operand by dividing along all axes.

#ifndef PIECE
#define PIECE 256 // numbers of the last axis that a work-item walks; 1 on a GPU, whose items stand side by side
#endif

// Where the walk along the last axis begins: the sum of index * step over the outer axes.
#define PLACE_OF(index, shape, steps, place) \
    { \
        int rest = (index); \
        place = 0; \
        PLACE_OF_AXIS(rest, shape.s7, steps.s7, place) \
        PLACE_OF_AXIS(rest, shape.s6, steps.s6, place) \
        PLACE_OF_AXIS(rest, shape.s5, steps.s5, place) \
        PLACE_OF_AXIS(rest, shape.s4, steps.s4, place) \
        PLACE_OF_AXIS(rest, shape.s3, steps.s3, place) \
        PLACE_OF_AXIS(rest, shape.s2, steps.s2, place) \
        PLACE_OF_AXIS(rest, shape.s1, steps.s1, place) \
        PLACE_OF_AXIS(rest, shape.s0, steps.s0, place) \
    }
#define PLACE_OF_AXIS(rest, length, step, place) \
    if (length != 1) { \
        place += rest % length * step; \
        rest /= length; \
    }

// VECTOR numbers along the last axis, or one number repeated.
#define LOAD_STEPPED(type, x, step, count) \
    ((step) == 0 ? (floatv)(NUMBER(type, x)) : LOAD_FIRST(type, x, count, 1.0f))

// y = op(a, b): shape and steps are those of the outer axes, inner that of the last one; 0 add, 1 subtract, 2 multiply,
// 3 divide.
kernel void binary(int op, int8 shape, int8 steps_a, int8 steps_b, int outers, int inner, int step_a, int step_b,
                   global const A_T *from_a, global const B_T *from_b, global TO_T *to)
{
    int first = get_global_id(0) * PIECE;
    int outer = get_global_id(1);
    if (first >= inner || outer >= outers) {
        return;
    }
    int end = min(first + PIECE, inner);
    int place_a;
    int place_b;
    PLACE_OF(outer, shape, steps_a, place_a)
    PLACE_OF(outer, shape, steps_b, place_b)
    for (int i = first; i < end; i += VECTOR) {
        floatv a = LOAD_STEPPED(A_T, from_a + place_a + i * step_a, step_a, end - i);
        floatv b = LOAD_STEPPED(B_T, from_b + place_b + i * step_b, step_b, end - i);
        floatv y;
        switch (op) {
        case 0: y = a + b; break;
        case 1: y = a - b; break;
        case 2: y = a * b; break;
        default: y = a / b;
        }
        STORE_FIRST(TO_T, y, end - i, to + outer * inner + i);
    }
}

// y = x, or y = y + x, between views.
kernel void copy_strided(int8 shape, int8 steps_x, int8 steps_y, int outers, int inner, int step_x, int step_y,
                         global const A_T *from, int from_offset, global TO_T *to, int to_offset, int adds)
{
    int first = get_global_id(0) * PIECE;
    int outer = get_global_id(1);
    if (first >= inner || outer >= outers) {
        return;
    }
    int end = min(first + PIECE, inner);
    int place_x;
    int place_y;
    PLACE_OF(outer, shape, steps_x, place_x)
    PLACE_OF(outer, shape, steps_y, place_y)
    global const A_T *x = from + from_offset + place_x;
    global TO_T *y = to + to_offset + place_y;
    if (step_x == 1 && step_y == 1) {
        for (int i = first; i < end; i += VECTOR) {
            floatv value = LOAD_FIRST(A_T, x + i, end - i, 0.0f);
            STORE_FIRST(TO_T, adds ? LOAD_FIRST(TO_T, y + i, end - i, 0.0f) + value : value, end - i, y + i);
        }
    } else {
        for (int i = first; i < end; i++) {
            float value = NUMBER(A_T, x + i * step_x);
            PUT(TO_T, adds ? NUMBER(TO_T, y + i * step_y) + value : value, y + i * step_y);
        }
    }
}

// y (columns,rows) = x (rows,columns), a square of VECTOR by VECTOR a work-item: whole vectors are read, and what is written
// stays within a few lines of the cache.
kernel void transpose(global const A_T *x, int rows, int columns, global TO_T *y)
{
    int column = get_global_id(0) * VECTOR;
    int row = get_global_id(1) * VECTOR;
    if (column >= columns || row >= rows) {
        return;
    }
    int width = min(VECTOR, columns - column);
    int height = min(VECTOR, rows - row);
    global const A_T *from = x + get_global_id(2) * rows * columns + row * columns + column;
    global TO_T *to = y + get_global_id(2) * rows * columns + column * rows + row;
    for (int j = 0; j < width; j++) {
        for (int i = 0; i < height; i++) {
            PUT(TO_T, NUMBER(A_T, from + i * columns + j), to + j * rows + i);
        }
    }
}
