// A GRU over whole sequences in one launch each way, cut as the LSTM of lstm.cl is: a group takes some sequences through all
// steps, its work-items share the hidden units.
//
//      one step, one item:    u, row k   r [ v ]  z [ v ]  n [ v ]
//                h_{t-1}[k] of 4 sequences times these: 3 gates x 4 sequences of sums in registers
//
// The reset gate acts after the product. Gates stand in the order r, z, n. Backward leaves the gradients of both sums: da of
// a = x w + b_0 and dm of m = h_{t-1} u + b_1, from which matrix products make the others. Plain version:
// org.timbrel.engine.backend.reference.ReferenceGru.

#ifndef FORWARD_SEQUENCES
#define FORWARD_SEQUENCES 4 // sequences of a work-group, forward
#endif
#ifndef BACKWARD_SEQUENCES
#define BACKWARD_SEQUENCES 8 // sequences of a work-group, backward
#endif
#ifndef MASKED
#define MASKED 0 // 1: each gate multiplies h_{t-1} in its product by a mask of its own
#endif

#define GATES 3
#define FOR_UNITS(unit) for (int unit = get_local_id(0) * VECTOR; unit < h; unit += get_local_size(0) * VECTOR)

#include "state_gradient.cl"

// gates (n,t,3h) holds a = x w + b_0 before, the gates after; b (2,3h).
kernel void gru_forward(int n, int t, int h, global const float *u, global const float *b, global const float *mask,
                        global float *y, global float *gates, global float *memory)
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
                    sums[g][s] = load(b + (GATES + g) * h + unit);
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
                    int at = sequence[s] * t + step;
                    global float *gate = gates + at * GATES * h + unit;
                    store_first(load_first(gate, lanes, 0.0f) + sums[0][s], lanes, gate);
                    store_first(load_first(gate + h, lanes, 0.0f) + sums[1][s], lanes, gate + h);
                    store_first(sums[2][s], lanes, memory + at * h + unit);
                }
            }
            // a second look at what is still in the cache: one copy of the functions, not one a sequence
#pragma unroll 1
            for (int s = first; s < min(first + FORWARD_SEQUENCES, n); s++) {
                int at = (s * t + step) * h + unit;
                global float *gate = gates + (s * t + step) * GATES * h + unit;
                floatv r = sigmoid(load_first(gate, lanes, 0.0f));
                floatv z = sigmoid(load_first(gate + h, lanes, 0.0f));
                floatv product = load_first(memory + at, lanes, 0.0f);
                floatv candidate = tanh(fma(r, product, load_first(gate + 2 * h, lanes, 0.0f)));
                floatv before = step > 0 ? load_first(y + at - h, lanes, 0.0f) : (floatv)(0.0f);
                store_first(r, lanes, gate);
                store_first(z, lanes, gate + h);
                store_first(candidate, lanes, gate + 2 * h);
                store_first(fma(z, before, (1.0f - z) * candidate), lanes, y + at);
            }
        }
        barrier(CLK_GLOBAL_MEM_FENCE);
    }
}

// u_transposed (3h,h); passed_on (n,h), what z lets through to the step before, and state_gradient (n,h) are for this
// kernel alone; da and dm (n,t,3h).
kernel void gru_backward(int n, int t, int h, global const float *u_transposed, global const float *mask,
                         global const float *y, global const float *gates, global const float *memory,
                         global const float *dy, global float *passed_on, global float *state_gradient,
                         global float *da, global float *dm)
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
            sum_state_gradient(sequence, t, h, step, unit, u_transposed, mask, dm, state_gradient);
#pragma unroll 1
            for (int s = first; s < min(first + BACKWARD_SEQUENCES, n); s++) {
                int own = s * h + unit;
                int at = (s * t + step) * h + unit;
                int at_gate = (s * t + step) * GATES * h + unit;
                floatv r = load(gates + at_gate);
                floatv z = load(gates + at_gate + h);
                floatv candidate = load(gates + at_gate + 2 * h);
                floatv before = step > 0 ? load(y + at - h) : (floatv)(0.0f);
                floatv later = step < t - 1 ? load_first(passed_on + own, lanes, 0.0f) : (floatv)(0.0f);
                floatv dh = load_first(state_gradient + own, lanes, 0.0f) + later + load(dy + at);
                floatv dn = dh * (1.0f - z) * (1.0f - candidate * candidate);
                floatv dr = dn * load(memory + at) * r * (1.0f - r);
                floatv dz = dh * (before - candidate) * z * (1.0f - z);
                store_first(dr, lanes, da + at_gate);
                store_first(dz, lanes, da + at_gate + h);
                store_first(dn, lanes, da + at_gate + 2 * h);
                store_first(dr, lanes, dm + at_gate);
                store_first(dz, lanes, dm + at_gate + h);
                store_first(dn * r, lanes, dm + at_gate + 2 * h);
                store_first(dh * z, lanes, passed_on + own);
            }
        }
        barrier(CLK_GLOBAL_MEM_FENCE);
    }
}
