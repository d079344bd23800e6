package org.timbrel.kernels.aparapi;

import org.timbrel.engine.backend.Conv2dShape;

/**
 * Images with zeros around them, and perhaps between their pixels, so that every window of a convolution lies within.
 *
 * @param values (n,t,f,c)
 * @param t rows, those of zeros counted
 * @param f columns, those of zeros counted
 * @param c channels
 * @param fromT row of the first window
 * @param fromF column of the first window
 */
record Image(float[] values, int t, int f, int c, int fromT, int fromF) {
    /** x (n,t,f,c) with the zeros of the padding. */
    static Image ofInput(Conv2dShape s, float[] x) {
        int t = Math.max(s.padT() + s.t(), (s.outT() - 1) * s.strideT() + s.kt());
        int f = Math.max(s.padF() + s.f(), (s.outF() - 1) * s.strideF() + s.kf());
        Image image = new Image(new float[s.n() * t * f * s.c()], t, f, s.c(), 0, 0);
        image.place(x, s.n(), s.t(), s.f(), s.padT(), s.padF(), 1, 1);
        return image;
    }

    /** dy (n,outT,outF,o) a stride apart, with the zeros that all windows need which a pixel of x was in. */
    static Image ofOutput(Conv2dShape s, float[] dy) {
        int beforeT = Math.max(0, s.kt() - 1 - s.padT());
        int beforeF = Math.max(0, s.kf() - 1 - s.padF());
        int fromT = beforeT - (s.kt() - 1 - s.padT());
        int fromF = beforeF - (s.kf() - 1 - s.padF());
        int t = Math.max(beforeT + (s.outT() - 1) * s.strideT() + 1, fromT + s.t() + s.kt() - 1);
        int f = Math.max(beforeF + (s.outF() - 1) * s.strideF() + 1, fromF + s.f() + s.kf() - 1);
        Image image = new Image(new float[s.n() * t * f * s.o()], t, f, s.o(), fromT, fromF);
        image.place(dy, s.n(), s.outT(), s.outF(), beforeT, beforeF, s.strideT(), s.strideF());
        return image;
    }

    private void place(float[] pixels, int n, int rows, int columns, int atT, int atF, int stepT, int stepF) {
        for (int i = 0; i < n * rows * columns; i++) {
            int row = atT + i / columns % rows * stepT;
            int column = atF + i % columns * stepF;
            int image = i / columns / rows;
            System.arraycopy(pixels, i * c, values, image * size() + (row * f + column) * c, c);
        }
    }

    /** Numbers of one image. */
    int size() {
        return t * f * c;
    }

    /** Where the windows begin: {@code rows} by {@code columns} of them in each image, a step apart. */
    int[] places(int n, int rows, int columns, int stepT, int stepF) {
        return Operand.table(n * rows * columns, i -> {
            int row = fromT + i / columns % rows * stepT;
            int column = fromF + i % columns * stepF;
            return i / columns / rows * size() + (row * f + column) * c;
        });
    }

    /** Where the numbers of a window stand, from its beginning: {@code kt} rows, {@code kf} columns, all channels. */
    int[] window(int kt, int kf) {
        return Operand.table(kt * kf * c, p -> (p / c / kf * f + p / c % kf) * c + p % c);
    }
}
