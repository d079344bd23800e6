// The steps of the optimizers, a vector of weights a work-item; org.timbrel.engine.backend.Backend has the formulas.
//
//     w, g, m, v   [........][........][...]
//                   item 0    item 1    item 2 stores three lanes
//
// Plain version: the same lines for one number.

kernel void sgd(global float *w, global const float *g, global float *velocity, float rate, float momentum, int n)
{
    int i = get_global_id(0) * VECTOR;
    if (i >= n) {
        return;
    }
    floatv v = momentum * load(velocity + i) - rate * load(g + i);
    store_first(v, n - i, velocity + i);
    store_first(load(w + i) + v, n - i, w + i);
}

kernel void adam(global float *w, global const float *g, global float *m, global float *v, float beta1,
                 float one_minus_beta1, float beta2, float one_minus_beta2, float step_size, float root_epsilon,
                 float variance_scale, float epsilon, int n)
{
    int i = get_global_id(0) * VECTOR;
    if (i >= n) {
        return;
    }
    floatv gradient = load(g + i);
    floatv mean = beta1 * load(m + i) + one_minus_beta1 * gradient;
    floatv square = beta2 * load(v + i) + one_minus_beta2 * gradient * gradient;
    store_first(mean, n - i, m + i);
    store_first(square, n - i, v + i);
    floatv root = sqrt(square + root_epsilon) * variance_scale;
    store_first(load(w + i) - step_size * mean / (root + epsilon), n - i, w + i);
}
