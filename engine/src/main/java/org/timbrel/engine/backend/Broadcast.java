package org.timbrel.engine.backend;

import java.util.Arrays;

/**
 * How two operands are read to make one result: for each axis of the result its length and the step, in elements, that
 * each operand takes along it. A step of 0 repeats the operand. Neighbouring axes that can be walked as one have been
 * joined, so that equal shapes become one axis and a row added to a matrix becomes two.
 *
 * <p>Arrays are shared, not copied; don't write to them.
 *
 * @param shape lengths of the axes, at least one axis
 * @param stepsA steps of the first operand
 * @param stepsB steps of the second operand
 */
public record Broadcast(int[] shape, int[] stepsA, int[] stepsB) {

    /** Elements of the result. */
    public int size() {
        int size = 1;
        for (int length : shape) {
            size *= length;
        }
        return size;
    }

    /**
     * NumPy's rule: shapes are aligned at the last axis, and an axis of length 1 stretches.
     *
     * @throws IllegalArgumentException if two lengths differ and neither is 1
     */
    public static Broadcast of(int[] a, int[] b) {
        int rank = Math.max(1, Math.max(a.length, b.length));
        int[] shape = new int[rank];
        int[] stepsA = new int[rank];
        int[] stepsB = new int[rank];
        int strideA = 1;
        int strideB = 1;
        for (int i = 1; i <= rank; i++) {
            int lengthA = i <= a.length ? a[a.length - i] : 1;
            int lengthB = i <= b.length ? b[b.length - i] : 1;
            if (lengthA != lengthB && lengthA != 1 && lengthB != 1) {
                throw new IllegalArgumentException("shapes " + Arrays.toString(a) + " and " + Arrays.toString(b)
                        + " can't be joined: counted from the last axis, lengths must be equal or 1");
            }
            shape[rank - i] = Math.max(lengthA, lengthB);
            stepsA[rank - i] = lengthA == 1 ? 0 : strideA;
            stepsB[rank - i] = lengthB == 1 ? 0 : strideB;
            strideA *= lengthA;
            strideB *= lengthB;
        }
        return joinAxes(shape, stepsA, stepsB);
    }

    private static Broadcast joinAxes(int[] shape, int[] stepsA, int[] stepsB) {
        int rank = shape.length;
        int kept = rank - 1;
        for (int i = rank - 2; i >= 0; i--) {
            boolean outerIsOne = shape[i] == 1;
            boolean innerIsOne = shape[kept] == 1;
            boolean walksOn = stepsA[i] == stepsA[kept] * shape[kept] && stepsB[i] == stepsB[kept] * shape[kept];
            if (outerIsOne || innerIsOne || walksOn) {
                if (innerIsOne) {
                    stepsA[kept] = stepsA[i];
                    stepsB[kept] = stepsB[i];
                }
                shape[kept] *= shape[i];
            } else {
                kept--;
                shape[kept] = shape[i];
                stepsA[kept] = stepsA[i];
                stepsB[kept] = stepsB[i];
            }
        }
        return new Broadcast(
                Arrays.copyOfRange(shape, kept, rank),
                Arrays.copyOfRange(stepsA, kept, rank),
                Arrays.copyOfRange(stepsB, kept, rank));
    }
}
