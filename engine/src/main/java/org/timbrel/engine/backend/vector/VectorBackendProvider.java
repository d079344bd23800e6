package org.timbrel.engine.backend.vector;

import org.timbrel.engine.backend.Availability;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.BackendProvider;
import org.timbrel.engine.backend.BackendUnavailableException;

/** Announces {@link VectorBackend}; touches the Vector API only when it is opened. */
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
        if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
            return Availability.yes("module " + MODULE + " found");
        }
        return Availability.no("the module " + MODULE + " is not there", "start java with --add-modules " + MODULE);
    }

    @Override
    public Backend open(BackendOptions options) {
        Availability availability = availability();
        if (!availability.available()) {
            throw new BackendUnavailableException(
                    "backend 'vector' can't be opened: " + availability.detail() + "; " + availability.remedy());
        }
        if (!Lanes.FUSED_MULTIPLY_ADD) {
            throw new BackendUnavailableException(
                    "backend 'vector' can't be opened: this java has no fused multiply-add, which came to x86 processors with"
                            + " AVX2, or a flag such as -XX:UseAVX=0 forbids it; without it a multiplication takes"
                            + " microseconds; take --backend reference");
        }
        return options.brief() ? new BriefBackend(options) : new VectorBackend(options);
    }
}
