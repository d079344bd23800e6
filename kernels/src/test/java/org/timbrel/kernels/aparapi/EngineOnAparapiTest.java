package org.timbrel.kernels.aparapi;

import org.junit.platform.suite.api.AfterSuite;
import org.junit.platform.suite.api.BeforeSuite;
import org.junit.platform.suite.api.Select;
import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;
import org.timbrel.engine.testing.TestBackends;

/**
 * Those of the engine's own tests of backends that multiply, on {@code aparapi}. Of the trainings of 50 steps only the first one,
 * of a recurrent model: that of a convolutional one would take half a minute.
 */
@Suite
@SelectClasses(
        names = {
            "org.timbrel.engine.golden.GoldenLayerTest",
            "org.timbrel.engine.layer.FusedLayersTest",
            "org.timbrel.engine.layer.LayerContractTest",
            "org.timbrel.engine.tensor.TensorTest"
        })
@Select("iteration:method:org.timbrel.engine.golden.GoldenTrajectoryTest#fiftyStepsAgreeToATenThousandth()[0]")
final class EngineOnAparapiTest {
    private static String before;

    private EngineOnAparapiTest() {}

    @BeforeSuite
    static void takeAparapi() {
        before = System.setProperty(TestBackends.ONE, "aparapi");
    }

    @AfterSuite
    static void takeWhatTheModuleTakes() {
        System.setProperty(TestBackends.ONE, before);
    }
}
