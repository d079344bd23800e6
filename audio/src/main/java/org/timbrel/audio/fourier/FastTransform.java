package org.timbrel.audio.fourier;

import java.util.Optional;

/** What is found by {@link java.util.ServiceLoader} to take the place of {@link PlainTransform} in long runs. */
public interface FastTransform {
    /**
     * A transform with the bits of the plain one.
     *
     * @param framing of a size that {@link RadixTables#fit fits}
     * @return nothing if this JVM was started without what it needs
     */
    Optional<FrameTransform> open(Framing framing);
}
