package org.timbrel.kernels.aparapi;

import com.aparapi.Range;

/**
 * c[z,i,j] = sum over p of a[z,i,p] b[z,p,j], with both sides gathered as {@link Operand} says. A work-item computes one number
 * of c; {@code run} says how.
 *
 * <p>What Aparapi reads of this class is bytecode, with its debug information: in {@code run} and what it calls there may be
 * loops, {@code if} and arithmetic, but no {@code switch}, {@code break} or {@code try}. Fields are the kernel's arguments.
 */
abstract class ProductKernel extends DeviceKernel {
    /** Work-items along each side of a work-group: 256 in all, which every GPU can do. */
    static final int GROUP = 16;

    /** What c is made of: a and b as they were gathered. */
    protected float[] a;

    protected float[] b;
    protected float[] c;
    protected int[] rowsOfA;
    protected int[] termsOfA;
    protected int[] termsOfB;
    protected int[] columnsOfB;
    protected int batchOfA;
    protected int batchOfB;
    protected int rows;
    protected int columns;
    protected int terms;

    /**
     * Runs a batch of products.
     *
     * @param left its lines are the rows of c
     * @param right its lines are the columns of c
     * @return c (batch,rows,columns)
     */
    float[] multiply(int batch, Operand left, Operand right) {
        a = left.values();
        rowsOfA = left.lines();
        termsOfA = left.terms();
        batchOfA = left.batch();
        b = right.values();
        columnsOfB = right.lines();
        termsOfB = right.terms();
        batchOfB = right.batch();
        rows = rowsOfA.length;
        columns = columnsOfB.length;
        terms = termsOfA.length;
        c = new float[batch * rows * columns];
        launch(Range.create3D(wholeGroups(columns), wholeGroups(rows), batch, GROUP, GROUP, 1));
        return c;
    }

    private static int wholeGroups(int items) {
        return (items + GROUP - 1) / GROUP * GROUP;
    }
}
