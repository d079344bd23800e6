package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.Availability;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.BackendProvider;
import org.timbrel.engine.backend.BackendUnavailableException;

/** Announces {@link VectorBackend}; touches the Vector API only where its module is. */
public final class VectorBackendProvider implements BackendProvider {
    private static final String MODULE = "jdk.incubator.vector";

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public String purpose() {
        return "the default: SIMD and threads on the CPU, single precision";
    }

    @Override
    public int preference() {
        return 100;
    }

    @Override
    public Availability availability() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return Availability.no("the module " + MODULE + " is not there", "start java with --add-modules " + MODULE);
        }
        return Lanes.FUSED_MULTIPLY_ADD
                ? Availability.yes("module " + MODULE + " found")
                : Availability.no(
                        "java has no fused multiply-add here, which came to x86 processors with AVX2 and which a flag such as"
                                + " -XX:UseAVX=0 forbids; without it a multiplication takes microseconds",
                        "take --backend reference");
    }

    @Override
    public Backend open(BackendOptions options) {
        Availability availability = availability();
        if (!availability.available()) {
            throw new BackendUnavailableException(
                    "backend 'vector' can't be opened: " + availability.detail() + "; " + availability.remedy());
        }
        return options.brief() ? new BriefBackend(options) : new VectorBackend(options);
    }
}
