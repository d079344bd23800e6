// The gradient of a recurrent layer's states, on the way back from a step to the one before: what comes back from the gates'
// sums of the step after, through the weights. Included by lstm.cl and gru.cl, which define GATES, MASKED and how many
// sequences a group takes.
//
//      step + 1:   gradients of the gates' sums (n,t,gates h)        u_transposed, row j   [ v ] of units
//                  d[j] of 8 sequences                 times these: 8 sums, gate by gate, as each has a mask of its own
//
// Plain version: org.timbrel.engine.backend.reference.ReferenceLstm, the lines that make dh.

// state_gradient (n,h) at VECTOR units of the group's sequences; zeros at the last step.
inline void sum_state_gradient(const int *sequence, int t, int h, int step, int unit, global const float *u_transposed,
                               global const float *mask, global const float *gradients, global float *state_gradient)
{
    floatv sums_of[BACKWARD_SEQUENCES];
#pragma unroll
    for (int s = 0; s < BACKWARD_SEQUENCES; s++) {
        sums_of[s] = 0.0f;
    }
    for (int gate = 0; gate < GATES && step < t - 1; gate++) {
        floatv sums[BACKWARD_SEQUENCES];
#pragma unroll
        for (int s = 0; s < BACKWARD_SEQUENCES; s++) {
            sums[s] = 0.0f;
        }
        for (int j = gate * h; j < (gate + 1) * h; j++) {
            floatv weights = load(u_transposed + j * h + unit);
#pragma unroll
            for (int s = 0; s < BACKWARD_SEQUENCES; s++) {
                float gradient = gradients[(sequence[s] * t + step + 1) * GATES * h + j];
                sums[s] = fma((floatv)(gradient), weights, sums[s]);
            }
        }
#pragma unroll
        for (int s = 0; s < BACKWARD_SEQUENCES; s++) {
            sums_of[s] += MASKED ? sums[s] * load(mask + (sequence[s] * GATES + gate) * h + unit) : sums[s];
        }
    }
    // the last group may hold the last sequence several times: only the first time counts
#pragma unroll
    for (int s = 0; s < BACKWARD_SEQUENCES; s++) {
        if (s == 0 || sequence[s] != sequence[s - 1]) {
            store_first(sums_of[s], h - unit, state_gradient + sequence[s] * h + unit);
        }
    }
}
