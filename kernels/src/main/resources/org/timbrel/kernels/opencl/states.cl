// The states before each step of a recurrent layer, h_{t-1}, zeros at the first one: what the gradient of u is a product of.
//
//      y        h_0 h_1 h_2 h_3        a work-item takes VECTOR units of one step
//      states    0  h_0 h_1 h_2
//
// Plain version: one unit of one step a work-item.

#ifndef MASKED
#define MASKED 0 // 1: times the mask of one gate
#endif

// states (n,t,h) from y (n,t,h); mask (n,gates,h).
kernel void states_before(int steps, int t, int h, int gates, int gate, global const float *mask, global const float *y,
                          global float *states)
{
    int unit = get_global_id(0) * VECTOR;
    int step = get_global_id(1);
    if (unit >= h || step >= steps) {
        return;
    }
    int at = step * h + unit;
    floatv state = step % t > 0 ? load(y + at - h) : (floatv)(0.0f);
#if MASKED
    state *= load(mask + (step / t * gates + gate) * h + unit);
#endif
    store_first(state, h - unit, states + at);
}
