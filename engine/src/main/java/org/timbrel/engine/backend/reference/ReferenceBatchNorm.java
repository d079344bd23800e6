package org.timbrel.engine.backend.reference;

/** Batch normalisation of rows (rows,channels), channel by channel. */
final class ReferenceBatchNorm {
    private ReferenceBatchNorm() {}

    static void forward(
            double[] x,
            int rows,
            int channels,
            double[] gamma,
            double[] beta,
            double epsilon,
            double[] y,
            double[] mean,
            double[] variance,
            double[] invStd) {
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            for (int r = 0; r < rows; r++) {
                sum += x[r * channels + c];
            }
            mean[c] = sum / rows;
            double squares = 0;
            for (int r = 0; r < rows; r++) {
                double centred = x[r * channels + c] - mean[c];
                squares += centred * centred;
            }
            variance[c] = squares / rows;
            invStd[c] = 1 / Math.sqrt(variance[c] + epsilon);
        }
        inference(x, rows, channels, gamma, beta, mean, variance, epsilon, y);
    }

    static void inference(
            double[] x,
            int rows,
            int channels,
            double[] gamma,
            double[] beta,
            double[] mean,
            double[] variance,
            double epsilon,
            double[] y) {
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < channels; c++) {
                double h = (x[r * channels + c] - mean[c]) / Math.sqrt(variance[c] + epsilon);
                y[r * channels + c] = gamma[c] * h + beta[c];
            }
        }
    }

    static void backward(
            double[] x,
            int rows,
            int channels,
            double[] gamma,
            double[] mean,
            double[] invStd,
            double[] dy,
            double[] dx,
            double[] dgamma,
            double[] dbeta) {
        for (int c = 0; c < channels; c++) {
            double sumDy = 0;
            double sumDyH = 0;
            for (int r = 0; r < rows; r++) {
                int i = r * channels + c;
                sumDy += dy[i];
                sumDyH += dy[i] * (x[i] - mean[c]) * invStd[c];
            }
            dbeta[c] = sumDy;
            dgamma[c] = sumDyH;
            for (int r = 0; r < rows; r++) {
                int i = r * channels + c;
                double h = (x[i] - mean[c]) * invStd[c];
                dx[i] = gamma[c] * invStd[c] * (dy[i] - sumDy / rows - h * sumDyH / rows);
            }
        }
    }
}
