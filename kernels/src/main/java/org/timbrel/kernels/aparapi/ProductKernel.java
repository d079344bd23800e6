package org.timbrel.kernels.aparapi;

import com.aparapi.Range;

/**
 * Computes a {@link GatheredProduct}, of a and b. A work-item computes one number of c; {@code run} says how.
 *
 * <p>What Aparapi reads of this class is bytecode, with its debug information: in {@code run} and what it calls there may be
 * loops, {@code if} and arithmetic, but no {@code switch}, {@code break} or {@code try}. Fields are the kernel's arguments.
 */
abstract class ProductKernel extends DeviceKernel {
    /** Work-items along each side of a work-group: 256 in all, which every GPU can do. */
    static final int GROUP = 16;

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

    /** Computes products: c (batch,rows,columns). */
    float[] multiply(GatheredProduct product) {
        return launch(product, product.left().terms().length);
    }

    /** The same with sums of no terms: what a launch and the transfers take by themselves. */
    void move(GatheredProduct product) {
        launch(product, 0);
    }

    private float[] launch(GatheredProduct product, int length) {
        a = product.left().values();
        rowsOfA = product.left().lines();
        termsOfA = product.left().terms();
        batchOfA = product.left().batch();
        b = product.right().values();
        columnsOfB = product.right().lines();
        termsOfB = product.right().terms();
        batchOfB = product.right().batch();
        rows = rowsOfA.length;
        columns = columnsOfB.length;
        terms = length;
        c = new float[product.batch() * rows * columns];
        launch(Range.create3D(wholeGroups(columns), wholeGroups(rows), product.batch(), GROUP, GROUP, 1));
        return c;
    }

    private static int wholeGroups(int items) {
        return (items + GROUP - 1) / GROUP * GROUP;
    }
}
