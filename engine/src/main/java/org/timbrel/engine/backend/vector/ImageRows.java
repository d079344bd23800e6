package org.timbrel.engine.backend.vector;

/** Images, or their gradient, that a convolution reads row by row. */
interface ImageRows {
    /** With the scratch memory of the thread, copies {@code n} floats of a row from {@code from} on; both are multiples of the channels. */
    void copy(Scratch scratch, int image, int row, int from, int n, float[] to, int at);

    /** An array in which some rows lie side by side, from {@link #at} on. */
    float[] array(Scratch scratch, int image, int firstRow, int rows);

    /** Where in {@link #array} the first row begins. */
    int at(int image, int firstRow);
}
