package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.Conv2dShape;

/**
 * What a convolution reads for one image: an image (t,f,c), spread out by zeros between its rows and columns, with
 * {@code padT} and {@code padF} zeros before it, through a kernel (kt,kf) at outT x outF positions.
 *
 * <p>Both directions of a convolution are one of these: forward has stride and no spread, back to the input reads the
 * gradient spread by the stride, at every position.
 */
record Window(
        int t,
        int f,
        int c,
        int spreadT,
        int spreadF,
        int padT,
        int padF,
        int kt,
        int kf,
        int strideT,
        int strideF,
        int outT,
        int outF) {

    /** What the forward pass reads of x. */
    static Window forward(Conv2dShape s) {
        return new Window(
                s.t(),
                s.f(),
                s.c(),
                1,
                1,
                s.padT(),
                s.padF(),
                s.kt(),
                s.kf(),
                s.strideT(),
                s.strideF(),
                s.outT(),
                s.outF());
    }

    /** What the gradient of x reads of the gradient of y, with the kernel turned round. */
    static Window backward(Conv2dShape s) {
        return new Window(
                s.outT(),
                s.outF(),
                s.o(),
                s.strideT(),
                s.strideF(),
                s.kt() - 1 - s.padT(),
                s.kf() - 1 - s.padF(),
                s.kt(),
                s.kf(),
                1,
                1,
                s.t(),
                s.f());
    }

    /** Whether the forward pass of a convolution reads this. */
    boolean isOf(Conv2dShape s) {
        return t == s.t()
                && f == s.f()
                && c == s.c()
                && padT == s.padT()
                && padF == s.padF()
                && kt == s.kt()
                && kf == s.kf()
                && strideT == s.strideT()
                && strideF == s.strideF()
                && outT == s.outT()
                && outF == s.outF();
    }

    /** What {@code equals} says, without the classes that a record's first {@code equals} has a process make. */
    boolean isSameAs(Window o) {
        return t == o.t
                && f == o.f
                && c == o.c
                && spreadT == o.spreadT
                && spreadF == o.spreadF
                && padT == o.padT
                && padF == o.padF
                && kt == o.kt
                && kf == o.kf
                && strideT == o.strideT
                && strideF == o.strideF
                && outT == o.outT
                && outF == o.outF;
    }

    /** The same at fewer positions. */
    Window of(int rows, int columns) {
        return new Window(t, f, c, spreadT, spreadF, padT, padF, kt, kf, strideT, strideF, rows, columns);
    }
}
