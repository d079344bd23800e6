package org.timbrel.engine.backend.reference;

import java.util.Arrays;
import org.timbrel.engine.backend.LstmShape;

/** The LSTM, sequence by sequence and step by step; {@code Backend.lstm} has the formulas. */
final class ReferenceLstm {
    private ReferenceLstm() {}

    static void forward(
            LstmShape s,
            double[] x,
            double[] w,
            double[] u,
            double[] b,
            double[] mask,
            double[] y,
            double[] gates,
            double[] cells) {
        int h = s.h();
        for (int n = 0; n < s.n(); n++) {
            for (int t = 0; t < s.t(); t++) {
                int step = n * s.t() + t;
                int g = step * 4 * h;
                for (int j = 0; j < 4 * h; j++) {
                    double z = b[j];
                    for (int d = 0; d < s.d(); d++) {
                        z += x[step * s.d() + d] * w[d * 4 * h + j];
                    }
                    for (int k = 0; k < h && t > 0; k++) {
                        z += y[(step - 1) * h + k] * kept(mask, (n * 4 + j / h) * h + k) * u[k * 4 * h + j];
                    }
                    boolean candidate = j >= 2 * h && j < 3 * h;
                    gates[g + j] = candidate ? Math.tanh(z) : 1 / (1 + Math.exp(-z));
                }
                for (int k = 0; k < h; k++) {
                    double before = t > 0 ? cells[(step - 1) * h + k] : 0;
                    cells[step * h + k] = gates[g + h + k] * before + gates[g + k] * gates[g + 2 * h + k];
                    y[step * h + k] = gates[g + 3 * h + k] * Math.tanh(cells[step * h + k]);
                }
            }
        }
    }

    static void backward(
            LstmShape s,
            double[] x,
            double[] w,
            double[] u,
            double[] mask,
            double[] y,
            double[] gates,
            double[] cells,
            double[] dy,
            double[] dx,
            double[] dw,
            double[] du,
            double[] db) {
        int h = s.h();
        Arrays.fill(dw, 0, s.d() * 4 * h, 0);
        Arrays.fill(du, 0, h * 4 * h, 0);
        Arrays.fill(db, 0, 4 * h, 0);
        double[] dz = new double[4 * h];
        for (int n = 0; n < s.n(); n++) {
            double[] dh = new double[h];
            double[] dc = new double[h];
            for (int t = s.t() - 1; t >= 0; t--) {
                int step = n * s.t() + t;
                gateGradients(step, t, h, gates, cells, dy, dh, dc, dz);
                Arrays.fill(dh, 0);
                for (int j = 0; j < 4 * h; j++) {
                    db[j] += dz[j];
                    for (int k = 0; k < h && t > 0; k++) {
                        double kept = kept(mask, (n * 4 + j / h) * h + k);
                        du[k * 4 * h + j] += y[(step - 1) * h + k] * kept * dz[j];
                        dh[k] += u[k * 4 * h + j] * kept * dz[j];
                    }
                    for (int d = 0; d < s.d(); d++) {
                        dw[d * 4 * h + j] += x[step * s.d() + d] * dz[j];
                    }
                }
                if (dx != null) {
                    inputGradient(s, step, w, dz, dx);
                }
            }
        }
    }

    /** dz, the gradient before the gates' sigmoid and tanh; dc becomes the gradient of the cell before this step. */
    private static void gateGradients(
            int step,
            int t,
            int h,
            double[] gates,
            double[] cells,
            double[] dy,
            double[] dh,
            double[] dc,
            double[] dz) {
        for (int k = 0; k < h; k++) {
            double i = gates[step * 4 * h + k];
            double f = gates[step * 4 * h + h + k];
            double g = gates[step * 4 * h + 2 * h + k];
            double o = gates[step * 4 * h + 3 * h + k];
            double tanhC = Math.tanh(cells[step * h + k]);
            double before = t > 0 ? cells[(step - 1) * h + k] : 0;
            double dhk = dh[k] + dy[step * h + k];
            double dck = dc[k] + dhk * o * (1 - tanhC * tanhC);
            dz[k] = dck * g * i * (1 - i);
            dz[h + k] = dck * before * f * (1 - f);
            dz[2 * h + k] = dck * i * (1 - g * g);
            dz[3 * h + k] = dhk * tanhC * o * (1 - o);
            dc[k] = dck * f;
        }
    }

    private static void inputGradient(LstmShape s, int step, double[] w, double[] dz, double[] dx) {
        for (int d = 0; d < s.d(); d++) {
            double sum = 0;
            for (int j = 0; j < dz.length; j++) {
                sum += w[d * dz.length + j] * dz[j];
            }
            dx[step * s.d() + d] = sum;
        }
    }

    private static double kept(double[] mask, int at) {
        return mask == null ? 1 : mask[at];
    }
}
