package org.timbrel.audio.fourier.vector;

import java.util.Optional;
import org.timbrel.audio.fourier.FastTransform;
import org.timbrel.audio.fourier.FrameTransform;
import org.timbrel.audio.fourier.Framing;

/** Opens {@link VectorTransform}; touches the Vector API only where its module is there. */
public final class VectorFastTransform implements FastTransform {
    private static final String MODULE = "jdk.incubator.vector";

    @Override
    public Optional<FrameTransform> open(Framing framing) {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new VectorTransform(framing));
    }
}
