package org.timbrel.kernels.aparapi;

import java.util.function.IntUnaryOperator;

/**
 * One side of a product, gathered from an array: what term {@code p} of line {@code l} multiplies, in matrix {@code z} of a
 * batch, is {@code values[z * batch + lines[l] + terms[p]]}. A line is a row of the left side, or a column of the right one.
 * Two tables are enough for a matrix in any order, and for the windows of a convolution over an image with zeros around it.
 *
 * @param values that hold it
 * @param lines where each line begins
 * @param terms where each term stands in a line
 * @param batch step from a matrix to the next
 */
record Operand(float[] values, int[] lines, int[] terms, int batch) {
    /** A table of places. */
    static int[] table(int length, IntUnaryOperator place) {
        int[] table = new int[length];
        for (int i = 0; i < length; i++) {
            table[i] = place.applyAsInt(i);
        }
        return table;
    }

    /** Lines that stand one after another or, if not {@code whole}, are mixed: first the first terms of all, and so on. */
    static Operand matrix(float[] values, int lines, int terms, boolean whole) {
        int line = whole ? terms : 1;
        int term = whole ? 1 : lines;
        return new Operand(values, table(lines, i -> i * line), table(terms, p -> p * term), lines * terms);
    }
}
