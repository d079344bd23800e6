package org.timbrel.engine.backend;

/** Elementwise functions of one argument, y = f(x); beside each its derivative in the terms that backward uses. */
public enum MapOp {
    /** max(x, 0); derivative 1 where y &gt; 0, else 0. */
    RELU,
    /** 1 / (1 + e^-x); derivative y (1 - y). */
    SIGMOID,
    /** tanh x; derivative 1 - y^2. */
    TANH,
    /** e^x; derivative y. */
    EXP,
    /** Natural logarithm; derivative 1 / x. */
    LOG,
    /** Square root; derivative 1 / (2 y). */
    SQRT,
    /** x^2; derivative 2 x. */
    SQUARE,
    /** |x|; derivative sign(x), 0 at 0. */
    ABS,
    /** 1 / x; derivative -y^2. */
    RECIPROCAL
}
