package org.timbrel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.timbrel.engine.backend.BackendFailedException;

/** What an exception is to the user. */
final class FailureTest {
    @Test
    void aDeviceThatFailsIsNoErrorOfTheProgram() {
        Failure failure = Failure.of(new BackendFailedException("the device was lost; go on with --resume"));
        assertEquals(ExitCode.FAILED, failure.code());
        assertEquals("the device was lost; go on with --resume", failure.message());
    }
}
