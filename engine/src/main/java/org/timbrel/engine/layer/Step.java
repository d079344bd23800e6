package org.timbrel.engine.layer;

import org.timbrel.engine.tensor.Tensor;

/** A way from one tensor to the next through a model: a layer, or a run of layers together. */
interface Step {
    Tensor forward(Tensor x, Pass pass);
}
