package org.timbrel.kernels.opencl;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.SelectMethod;
import org.junit.platform.suite.api.Suite;

/**
 * The engine's own tests of backends, on {@code opencl}: every operation against the definition, layers, losses and optimizers
 * against PyTorch and Keras, whole trainings step by step. The module's POM names the backend for them.
 */
@Suite
@SelectClasses(
        names = {
            "org.timbrel.engine.testing.BackendConformanceTest",
            "org.timbrel.engine.golden.GoldenLayerTest",
            "org.timbrel.engine.golden.GoldenOptimizerTest",
            "org.timbrel.engine.golden.GoldenTrajectoryTest",
            "org.timbrel.engine.golden.MixedPrecisionTest",
            "org.timbrel.engine.layer.GruCellTest",
            "org.timbrel.engine.layer.LayerContractTest",
            "org.timbrel.engine.layer.LstmCellTest",
            "org.timbrel.engine.loss.LossTest",
            "org.timbrel.engine.tensor.TensorTest"
        })
@SelectMethod("org.timbrel.engine.example.EngineDocumentTest#exampleLearns")
final class EngineOnOpenClTest {}
