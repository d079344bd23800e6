package org.timbrel.engine.backend.reference;

import java.util.Arrays;
import org.timbrel.engine.backend.GruShape;

/** The GRU, sequence by sequence and step by step; {@code Backend.gru} has the formulas. */
final class ReferenceGru {
    private ReferenceGru() {}

    static void forward(
            GruShape s,
            double[] x,
            double[] w,
            double[] u,
            double[] b,
            double[] mask,
            double[] y,
            double[] gates,
            double[] memory) {
        int h = s.h();
        double[] m = new double[3 * h];
        for (int n = 0; n < s.n(); n++) {
            for (int t = 0; t < s.t(); t++) {
                int step = n * s.t() + t;
                int g = step * 3 * h;
                for (int j = 0; j < 3 * h; j++) {
                    double a = b[j];
                    for (int d = 0; d < s.d(); d++) {
                        a += x[step * s.d() + d] * w[d * 3 * h + j];
                    }
                    gates[g + j] = a;
                    m[j] = b[3 * h + j];
                    for (int k = 0; k < h && t > 0; k++) {
                        m[j] += y[(step - 1) * h + k] * kept(mask, (n * 3 + j / h) * h + k) * u[k * 3 * h + j];
                    }
                }
                for (int k = 0; k < h; k++) {
                    double r = sigmoid(gates[g + k] + m[k]);
                    double z = sigmoid(gates[g + h + k] + m[h + k]);
                    double candidate = Math.tanh(gates[g + 2 * h + k] + r * m[2 * h + k]);
                    double before = t > 0 ? y[(step - 1) * h + k] : 0;
                    gates[g + k] = r;
                    gates[g + h + k] = z;
                    gates[g + 2 * h + k] = candidate;
                    memory[step * h + k] = m[2 * h + k];
                    y[step * h + k] = (1 - z) * candidate + z * before;
                }
            }
        }
    }

    static void backward(
            GruShape s,
            double[] x,
            double[] w,
            double[] u,
            double[] mask,
            double[] y,
            double[] gates,
            double[] memory,
            double[] dy,
            double[] dx,
            double[] dw,
            double[] du,
            double[] db) {
        int h = s.h();
        Arrays.fill(dw, 0, s.d() * 3 * h, 0);
        Arrays.fill(du, 0, h * 3 * h, 0);
        Arrays.fill(db, 0, 2 * 3 * h, 0);
        double[] da = new double[3 * h];
        double[] dm = new double[3 * h];
        for (int n = 0; n < s.n(); n++) {
            double[] dh = new double[h];
            for (int t = s.t() - 1; t >= 0; t--) {
                int step = n * s.t() + t;
                sumGradients(step, t, h, y, gates, memory, dy, dh, da, dm);
                for (int j = 0; j < 3 * h; j++) {
                    db[j] += da[j];
                    db[3 * h + j] += dm[j];
                    for (int k = 0; k < h && t > 0; k++) {
                        double kept = kept(mask, (n * 3 + j / h) * h + k);
                        du[k * 3 * h + j] += y[(step - 1) * h + k] * kept * dm[j];
                        dh[k] += u[k * 3 * h + j] * kept * dm[j];
                    }
                    for (int d = 0; d < s.d(); d++) {
                        dw[d * 3 * h + j] += x[step * s.d() + d] * da[j];
                    }
                }
                if (dx != null) {
                    inputGradient(s, step, w, da, dx);
                }
            }
        }
    }

    /** da and dm, the gradients of the sums; dh becomes the part of the state's gradient that passes z. */
    private static void sumGradients(
            int step,
            int t,
            int h,
            double[] y,
            double[] gates,
            double[] memory,
            double[] dy,
            double[] dh,
            double[] da,
            double[] dm) {
        for (int k = 0; k < h; k++) {
            double r = gates[step * 3 * h + k];
            double z = gates[step * 3 * h + h + k];
            double candidate = gates[step * 3 * h + 2 * h + k];
            double before = t > 0 ? y[(step - 1) * h + k] : 0;
            double dhk = dh[k] + dy[step * h + k];
            double dn = dhk * (1 - z) * (1 - candidate * candidate);
            da[k] = dn * memory[step * h + k] * r * (1 - r);
            da[h + k] = dhk * (before - candidate) * z * (1 - z);
            da[2 * h + k] = dn;
            dm[k] = da[k];
            dm[h + k] = da[h + k];
            dm[2 * h + k] = dn * r;
            dh[k] = dhk * z;
        }
    }

    private static void inputGradient(GruShape s, int step, double[] w, double[] da, double[] dx) {
        for (int d = 0; d < s.d(); d++) {
            double sum = 0;
            for (int j = 0; j < da.length; j++) {
                sum += w[d * da.length + j] * da[j];
            }
            dx[step * s.d() + d] = sum;
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double kept(double[] mask, int at) {
        return mask == null ? 1 : mask[at];
    }
}
