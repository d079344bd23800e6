// An LSTM over whole sequences in one launch each way. Sequences don't depend on each other, so a group takes SEQUENCES of them
// through all steps and waits for nobody else; its work-items share the hidden units, VECTOR of them at a time:
//
//      group 0: sequences 0-3    step 0 | barrier | step 1 | barrier | ...
//      group 1: sequences 4-7    step 0 | barrier | step 1 | barrier | ...
//
//      one step, one item:    u, row k   i [ v ]  f [ v ]  g [ v ]  o [ v ]
//                h_{t-1}[k] of 4 sequences times these: 4 gates x 4 sequences of sums in registers
//
// The product of all inputs, x w + b, is a matrix product made before. Backward goes from the last step to the first and leaves
// dz, the gradient before the gates' sigmoid and tanh, from which matrix products make the gradients of x, w, u and b. Gates
// stand in the order i, f, g, o. Plain version: org.timbrel.engine.backend.reference.ReferenceLstm.

#ifndef FORWARD_SEQUENCES
#define FORWARD_SEQUENCES 4 // sequences of a work-group, forward
#endif
#ifndef BACKWARD_SEQUENCES
#define BACKWARD_SEQUENCES 8 // sequences of a work-group, backward
#endif
#ifndef MASKED
#define MASKED 0 // 1: each gate multiplies h_{t-1} by a mask of its own
#endif

#define GATES 4
#define FOR_UNITS(unit) for (int unit = get_local_id(0) * VECTOR; unit < h; unit += get_local_size(0) * VECTOR)

#include "state_gradient.cl"

// gates (n,t,4h) holds x w + b before, the gates after.
kernel void lstm_forward(int n, int t, int h, global const float *u, global const float *mask, global float *y,
                         global float *gates, global float *cells)
{
    int first = get_group_id(0) * FORWARD_SEQUENCES;
    int sequence[FORWARD_SEQUENCES];
#pragma unroll
    for (int s = 0; s < FORWARD_SEQUENCES; s++) {
        sequence[s] = min(first + s, n - 1);
    }
    for (int step = 0; step < t; step++) {
        FOR_UNITS(unit)
        {
            floatv sums[GATES][FORWARD_SEQUENCES];
#pragma unroll
            for (int s = 0; s < FORWARD_SEQUENCES; s++) {
#pragma unroll
                for (int g = 0; g < GATES; g++) {
                    sums[g][s] = 0.0f;
                }
            }
            for (int k = 0; k < h && step > 0; k++) {
                floatv weights[GATES];
#pragma unroll
                for (int g = 0; g < GATES; g++) {
                    weights[g] = load(u + (k * GATES + g) * h + unit);
                }
#pragma unroll
                for (int s = 0; s < FORWARD_SEQUENCES; s++) {
                    float state = y[(sequence[s] * t + step - 1) * h + k];
#pragma unroll
                    for (int g = 0; g < GATES; g++) {
                        float kept = MASKED ? state * mask[(sequence[s] * GATES + g) * h + k] : state;
                        sums[g][s] = fma((floatv)(kept), weights[g], sums[g][s]);
                    }
                }
            }
            int lanes = h - unit;
            // the last group may hold the last sequence several times: only the first time counts
#pragma unroll
            for (int s = 0; s < FORWARD_SEQUENCES; s++) {
                if (s == 0 || sequence[s] != sequence[s - 1]) {
                    global float *gate = gates + (sequence[s] * t + step) * GATES * h + unit;
#pragma unroll
                    for (int g = 0; g < GATES; g++) {
                        store_first(load_first(gate + g * h, lanes, 0.0f) + sums[g][s], lanes, gate + g * h);
                    }
                }
            }
            // a second look at what is still in the cache: one copy of the functions, not one a sequence
#pragma unroll 1
            for (int s = first; s < min(first + FORWARD_SEQUENCES, n); s++) {
                int at = (s * t + step) * h + unit;
                global float *gate = gates + (s * t + step) * GATES * h + unit;
                floatv i = sigmoid(load_first(gate, lanes, 0.0f));
                floatv f = sigmoid(load_first(gate + h, lanes, 0.0f));
                floatv g = tanh(load_first(gate + 2 * h, lanes, 0.0f));
                floatv o = sigmoid(load_first(gate + 3 * h, lanes, 0.0f));
                floatv before = step > 0 ? load_first(cells + at - h, lanes, 0.0f) : (floatv)(0.0f);
                floatv cell = fma(f, before, i * g);
                store_first(i, lanes, gate);
                store_first(f, lanes, gate + h);
                store_first(g, lanes, gate + 2 * h);
                store_first(o, lanes, gate + 3 * h);
                store_first(cell, lanes, cells + at);
                store_first(o * tanh(cell), lanes, y + at);
            }
        }
        barrier(CLK_GLOBAL_MEM_FENCE);
    }
}

// u_transposed (4h,h); cell_gradient and state_gradient (n,h) are for this kernel alone; dz (n,t,4h).
kernel void lstm_backward(int n, int t, int h, global const float *u_transposed, global const float *mask,
                          global const float *gates, global const float *cells, global const float *dy,
                          global float *cell_gradient, global float *state_gradient, global float *dz)
{
    int first = get_group_id(0) * BACKWARD_SEQUENCES;
    int sequence[BACKWARD_SEQUENCES];
#pragma unroll
    for (int s = 0; s < BACKWARD_SEQUENCES; s++) {
        sequence[s] = min(first + s, n - 1);
    }
    for (int step = t - 1; step >= 0; step--) {
        FOR_UNITS(unit)
        {
            int lanes = h - unit;
            sum_state_gradient(sequence, t, h, step, unit, u_transposed, mask, dz, state_gradient);
#pragma unroll 1
            for (int s = first; s < min(first + BACKWARD_SEQUENCES, n); s++) {
                int own = s * h + unit;
                int at = (s * t + step) * h + unit;
                int at_gate = (s * t + step) * GATES * h + unit;
                floatv i = load(gates + at_gate);
                floatv f = load(gates + at_gate + h);
                floatv g = load(gates + at_gate + 2 * h);
                floatv o = load(gates + at_gate + 3 * h);
                floatv squashed = tanh(load(cells + at));
                floatv before = step > 0 ? load(cells + at - h) : (floatv)(0.0f);
                floatv later = step < t - 1 ? load_first(cell_gradient + own, lanes, 0.0f) : (floatv)(0.0f);
                floatv dh = load_first(state_gradient + own, lanes, 0.0f) + load(dy + at);
                floatv dc = fma(dh * o, 1.0f - squashed * squashed, later);
                store_first(dc * g * i * (1.0f - i), lanes, dz + at_gate);
                store_first(dc * before * f * (1.0f - f), lanes, dz + at_gate + h);
                store_first(dc * i * (1.0f - g * g), lanes, dz + at_gate + 2 * h);
                store_first(dh * squashed * o * (1.0f - o), lanes, dz + at_gate + 3 * h);
                store_first(dc * f, lanes, cell_gradient + own);
            }
        }
        barrier(CLK_GLOBAL_MEM_FENCE);
    }
}
