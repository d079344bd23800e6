package org.timbrel.engine.backend.reference;

import org.timbrel.engine.backend.Activation;
import org.timbrel.engine.backend.MatmulShape;

/** The matrix product by its definition: three nested loops. */
final class ReferenceMatmul {
    private ReferenceMatmul() {}

    static void matmul(
            MatmulShape s,
            double[] a,
            double[] b,
            double[] bias,
            Activation activation,
            boolean accumulate,
            double[] c) {
        for (int batch = 0; batch < s.batch(); batch++) {
            int a0 = batch * s.m() * s.k();
            int b0 = batch * s.k() * s.n();
            int c0 = batch * s.m() * s.n();
            for (int i = 0; i < s.m(); i++) {
                for (int j = 0; j < s.n(); j++) {
                    double sum = accumulate ? c[c0 + i * s.n() + j] : 0;
                    for (int p = 0; p < s.k(); p++) {
                        double aip = a[a0 + (s.transposeA() ? p * s.m() + i : i * s.k() + p)];
                        double bpj = b[b0 + (s.transposeB() ? j * s.k() + p : p * s.n() + j)];
                        sum += aip * bpj;
                    }
                    c[c0 + i * s.n() + j] = finish(sum, bias, j, activation);
                }
            }
        }
    }

    /** activation(sum + bias[j]). */
    static double finish(double sum, double[] bias, int j, Activation activation) {
        double z = bias == null ? sum : sum + bias[j];
        return activation == Activation.NONE ? z : ReferenceElementwise.value(activation.map(), z);
    }
}
