package org.timbrel.engine.backend.vector;

/**
 * The last descriptions of a kind that were made, more than a model has of shapes, so that a training step finds those of the
 * step before.
 */
final class Recent<T> {
    private static final int MOST = 64;

    private final Object[] made = new Object[MOST];
    private int count;

    int size() {
        return Math.min(count, MOST);
    }

    @SuppressWarnings("unchecked")
    T get(int i) {
        return (T) made[i];
    }

    /** Keeps one in place of the oldest, and returns it. */
    T add(T description) {
        made[count % MOST] = description;
        count = count + 1 == 2 * MOST ? MOST : count + 1;
        return description;
    }
}
