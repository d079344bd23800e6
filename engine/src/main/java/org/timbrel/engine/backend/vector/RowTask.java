package org.timbrel.engine.backend.vector;

/** Work on the rows, or elements, {@code first} to {@code first + count - 1}. */
interface RowTask {
    void run(int first, int count);
}
