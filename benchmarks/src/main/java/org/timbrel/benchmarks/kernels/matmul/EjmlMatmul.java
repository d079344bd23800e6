package org.timbrel.benchmarks.kernels.matmul;

import org.ejml.concurrency.EjmlConcurrency;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.CommonOps_MT_FDRM;
import org.timbrel.benchmarks.kernels.Computation;
import org.timbrel.engine.backend.MatmulShape;

/** EJML's product in single precision, by the algorithm that the library itself takes for the size. */
final class EjmlMatmul implements Computation {
    private final int threads;
    private final FMatrixRMaj a;
    private final FMatrixRMaj b;
    private final FMatrixRMaj c;

    EjmlMatmul(int threads, MatmulShape shape, float[] a, float[] b) {
        this.threads = threads;
        this.a = FMatrixRMaj.wrap(shape.m(), shape.k(), a);
        this.b = FMatrixRMaj.wrap(shape.k(), shape.n(), b);
        this.c = new FMatrixRMaj(shape.m(), shape.n());
    }

    @Override
    public void run() {
        if (threads == 1) {
            CommonOps_FDRM.mult(a, b, c);
        } else {
            EjmlConcurrency.setMaxThreads(threads);
            CommonOps_MT_FDRM.mult(a, b, c);
        }
    }

    @Override
    public float[] result() {
        return c.data;
    }
}
