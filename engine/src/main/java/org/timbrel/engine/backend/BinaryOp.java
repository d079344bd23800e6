package org.timbrel.engine.backend;

/** Elementwise functions of two arguments. */
public enum BinaryOp {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE
}
