package org.timbrel.engine.backend.vector;

/** Where elements lie in a strided view. */
final class Strides {
    private Strides() {}

    /** Position of the {@code index}-th element, counted row-major over the first {@code axes} axes. */
    static int position(int index, int[] shape, int[] strides, int axes) {
        int position = 0;
        int rest = index;
        for (int axis = axes - 1; axis >= 0; axis--) {
            position += rest % shape[axis] * strides[axis];
            rest /= shape[axis];
        }
        return position;
    }
}
