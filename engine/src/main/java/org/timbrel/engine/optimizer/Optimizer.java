package org.timbrel.engine.optimizer;

import java.util.List;
import org.timbrel.engine.layer.Parameter;

/** Changes parameters by their gradients. */
public interface Optimizer {
    /** One update with the gradients that have been added up; afterwards they are cleared. */
    void step(double learningRate);

    /** Updates so far. */
    long steps();

    /** What it keeps between steps, named after the parameters, so that training can go on from a checkpoint. */
    List<Parameter> state();

    /** Goes on from a checkpoint whose {@link #state} has been loaded. */
    void resumeAt(long steps);
}
