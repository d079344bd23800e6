package org.timbrel.kernels.aparapi;

/** The first rung: each work-item reads its row of a and its column of b from the device's memory. */
final class NaiveProduct extends ProductKernel {
    @Override
    public void run() {
        int j = getGlobalId(0);
        int i = getGlobalId(1);
        int z = getGlobalId(2);
        if (i < rows && j < columns) {
            int fromA = z * batchOfA + rowsOfA[i];
            int fromB = z * batchOfB + columnsOfB[j];
            float sum = 0;
            for (int p = 0; p < terms; p++) {
                sum += a[fromA + termsOfA[p]] * b[fromB + termsOfB[p]];
            }
            c[(z * rows + i) * columns + j] = sum;
        }
    }
}
