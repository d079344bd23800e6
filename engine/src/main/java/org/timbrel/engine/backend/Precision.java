package org.timbrel.engine.backend;

/** The number format in which a backend stores and computes. */
public enum Precision {
    FLOAT32,
    FLOAT64
}
