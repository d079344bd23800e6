package org.timbrel.engine.backend.reference;

import java.util.Arrays;

/** Layer normalisation of rows (rows,columns), row by row. */
final class ReferenceLayerNorm {
    private ReferenceLayerNorm() {}

    static void forward(
            double[] x,
            int rows,
            int columns,
            double[] gamma,
            double[] beta,
            double epsilon,
            double[] y,
            double[] mean,
            double[] invStd) {
        for (int r = 0; r < rows; r++) {
            double sum = 0;
            for (int c = 0; c < columns; c++) {
                sum += x[r * columns + c];
            }
            mean[r] = sum / columns;
            double squares = 0;
            for (int c = 0; c < columns; c++) {
                double centred = x[r * columns + c] - mean[r];
                squares += centred * centred;
            }
            invStd[r] = 1 / Math.sqrt(squares / columns + epsilon);
            for (int c = 0; c < columns; c++) {
                y[r * columns + c] = gamma[c] * (x[r * columns + c] - mean[r]) * invStd[r] + beta[c];
            }
        }
    }

    static void backward(
            double[] x,
            int rows,
            int columns,
            double[] gamma,
            double[] mean,
            double[] invStd,
            double[] dy,
            double[] dx,
            double[] dgamma,
            double[] dbeta) {
        Arrays.fill(dgamma, 0, columns, 0);
        Arrays.fill(dbeta, 0, columns, 0);
        for (int r = 0; r < rows; r++) {
            double sum = 0;
            double sumH = 0;
            for (int c = 0; c < columns; c++) {
                int i = r * columns + c;
                double h = (x[i] - mean[r]) * invStd[r];
                dbeta[c] += dy[i];
                dgamma[c] += dy[i] * h;
                sum += gamma[c] * dy[i];
                sumH += gamma[c] * dy[i] * h;
            }
            for (int c = 0; c < columns; c++) {
                int i = r * columns + c;
                double h = (x[i] - mean[r]) * invStd[r];
                dx[i] = invStd[r] * (gamma[c] * dy[i] - sum / columns - h * sumH / columns);
            }
        }
    }
}
