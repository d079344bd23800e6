// Softmax, cross-entropy and layer normalisation: everything that looks at whole rows of x (rows,columns). ROW_ITEMS
// work-items share a row, a group takes GROUP_ROWS rows:
//
//     row 0   [item 0][item 1] .. [item 0][item 1] .. [it.]     each item adds its own vectors,
//     row 1   [item 0][item 1] .. [item 0][item 1] .. [it.]     then the items' sums are joined in local memory
//
// Plain version: one work-item a row, three loops over its columns.

#ifndef ROW_ITEMS
#define ROW_ITEMS 1 // work-items that share a row, a power of two
#endif
#ifndef GROUP_ROWS
#define GROUP_ROWS 16 // rows of a work-group
#endif

#define FOR_VECTORS(i) for (int i = get_local_id(0) * VECTOR; i < columns; i += ROW_ITEMS * VECTOR)

// The sum over the items of a row, or their largest number; every item gets it. All items of the group come here.
#define JOIN_ROW(name, join) \
    inline float name(float value, local float *parts) \
    { \
        if (ROW_ITEMS == 1) { \
            return value; \
        } \
        local float *row = parts + get_local_id(1) * ROW_ITEMS; \
        int item = get_local_id(0); \
        barrier(CLK_LOCAL_MEM_FENCE); \
        row[item] = value; \
        for (int half_of = ROW_ITEMS / 2; half_of > 0; half_of /= 2) { \
            barrier(CLK_LOCAL_MEM_FENCE); \
            if (item < half_of) { \
                float a = row[item]; \
                float b = row[item + half_of]; \
                row[item] = join; \
            } \
        } \
        barrier(CLK_LOCAL_MEM_FENCE); \
        return row[0]; \
    }
JOIN_ROW(row_sum, a + b)
JOIN_ROW(row_max, fmax(a, b))

// Rows behind the last one do the last one's work again, so that all items reach the barriers; they store nothing.
#define AT_ROW \
    local float parts[GROUP_ROWS * ROW_ITEMS]; \
    int wanted_row = get_group_id(0) * GROUP_ROWS + get_local_id(1); \
    int row = min(wanted_row, rows - 1); \
    bool stores = wanted_row < rows; \
    int at = row * columns;

// log(sum(e^x)), the largest value taken out so that nothing overflows.
inline float log_sum_exp(global const float *x, int columns, local float *parts)
{
    floatv largest = -INFINITY;
    FOR_VECTORS(i) { largest = fmax(largest, load_first(x + i, columns - i, -INFINITY)); }
    float top = row_max(lanes_max(largest), parts);
    floatv sum = 0.0f;
    FOR_VECTORS(i) { sum += exp(load_first(x + i, columns - i, -INFINITY) - top); }
    return top + log(row_sum(lanes_sum(sum), parts));
}

kernel void softmax(global const float *x, int rows, int columns, global float *y)
{
    AT_ROW
    floatv largest = -INFINITY;
    FOR_VECTORS(i) { largest = fmax(largest, load_first(x + at + i, columns - i, -INFINITY)); }
    float top = row_max(lanes_max(largest), parts);
    floatv sum = 0.0f;
    FOR_VECTORS(i) { sum += exp(load_first(x + at + i, columns - i, -INFINITY) - top); }
    float share = 1.0f / row_sum(lanes_sum(sum), parts);
    FOR_VECTORS(i)
    {
        if (stores) {
            store_first(exp(load_first(x + at + i, columns - i, 0.0f) - top) * share, columns - i, y + at + i);
        }
    }
}

// dx = y (dy - sum(dy y))
kernel void softmax_backward(global const float *y, global const float *dy, int rows, int columns, global float *dx)
{
    AT_ROW
    floatv sum = 0.0f;
    FOR_VECTORS(i) { sum += load_first(dy + at + i, columns - i, 0.0f) * load_first(y + at + i, columns - i, 0.0f); }
    float dot_product = row_sum(lanes_sum(sum), parts);
    FOR_VECTORS(i)
    {
        if (stores) {
            floatv value = load_first(y + at + i, columns - i, 0.0f);
            floatv gradient = load_first(dy + at + i, columns - i, 0.0f);
            store_first(value * (gradient - dot_product), columns - i, dx + at + i);
        }
    }
}

// loss = -sum(target log softmax(logits)); dlogits = softmax(logits) sum(target) - target
kernel void softmax_cross_entropy(global const float *logits, global const float *targets, int rows, int columns,
                                  global float *losses, global float *dlogits)
{
    AT_ROW
    float log_sum = log_sum_exp(logits + at, columns, parts);
    floatv loss = 0.0f;
    floatv total = 0.0f;
    FOR_VECTORS(i)
    {
        floatv target = load_first(targets + at + i, columns - i, 0.0f);
        floatv logit = load_first(logits + at + i, columns - i, 0.0f);
        loss -= target * (logit - log_sum);
        total += target;
    }
    float row_loss = row_sum(lanes_sum(loss), parts);
    float row_total = row_sum(lanes_sum(total), parts);
    FOR_VECTORS(i)
    {
        if (stores) {
            floatv share = exp(load_first(logits + at + i, columns - i, 0.0f) - log_sum);
            store_first(share * row_total - load_first(targets + at + i, columns - i, 0.0f), columns - i, dlogits + at + i);
        }
    }
    if (stores && get_local_id(0) == 0) {
        losses[row] = row_loss;
    }
}

// y = gamma (x - mean) inv_std + beta, by the row's own mean and biased variance.
kernel void layer_norm(global const float *x, int rows, int columns, global const float *gamma,
                       global const float *beta, float epsilon, global float *y, global float *mean,
                       global float *inv_std)
{
    AT_ROW
    floatv sum = 0.0f;
    FOR_VECTORS(i) { sum += load_first(x + at + i, columns - i, 0.0f); }
    float centre = row_sum(lanes_sum(sum), parts) / columns;
    floatv squares = 0.0f;
    FOR_VECTORS(i)
    {
        floatv d = load_first(x + at + i, columns - i, centre) - centre;
        squares = fma(d, d, squares);
    }
    float scale = 1.0f / sqrt(row_sum(lanes_sum(squares), parts) / columns + epsilon);
    FOR_VECTORS(i)
    {
        if (stores) {
            floatv h = (load_first(x + at + i, columns - i, centre) - centre) * scale;
            store_first(fma(load(gamma + i), h, load(beta + i)), columns - i, y + at + i);
        }
    }
    if (stores && get_local_id(0) == 0) {
        mean[row] = centre;
        inv_std[row] = scale;
    }
}

// dx = inv_std (gamma dy - mean(gamma dy) - h mean(gamma dy h)), and h dy for the sum that makes dgamma.
kernel void layer_norm_backward(global const float *x, int rows, int columns, global const float *gamma,
                                global const float *mean, global const float *inv_std, global const float *dy,
                                global float *dx, global float *h_dy)
{
    AT_ROW
    float centre = mean[row];
    float scale = inv_std[row];
    floatv sum = 0.0f;
    floatv sum_h = 0.0f;
    FOR_VECTORS(i)
    {
        floatv g = load_first(gamma + i, columns - i, 0.0f) * load_first(dy + at + i, columns - i, 0.0f);
        floatv h = (load_first(x + at + i, columns - i, centre) - centre) * scale;
        sum += g;
        sum_h = fma(g, h, sum_h);
    }
    float mean_g = row_sum(lanes_sum(sum), parts) / columns;
    float mean_gh = row_sum(lanes_sum(sum_h), parts) / columns;
    FOR_VECTORS(i)
    {
        if (stores) {
            floatv gradient = load_first(dy + at + i, columns - i, 0.0f);
            floatv h = (load_first(x + at + i, columns - i, centre) - centre) * scale;
            floatv d = scale * (load(gamma + i) * gradient - mean_g - h * mean_gh);
            store_first(h * gradient, columns - i, h_dy + at + i);
            store_first(d, columns - i, dx + at + i);
        }
    }
}
