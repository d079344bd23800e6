package org.timbrel.engine.layer;

import org.timbrel.engine.tensor.Tensor;

/**
 * A named tensor that a layer keeps between steps.
 *
 * @param name unique in a model, {@code layer.weight}
 * @param value the numbers
 * @param trainable false for running statistics, which no optimizer touches
 */
public record Parameter(String name, Tensor value, boolean trainable) {}
