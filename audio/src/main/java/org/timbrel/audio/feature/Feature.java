package org.timbrel.audio.feature;

import java.util.List;
import org.timbrel.audio.Sound;

/** What can be computed frame by frame from a sound. Implementations are immutable and may be shared by threads. */
public interface Feature {
    /** The settings it was made from. */
    FeatureSettings settings();

    /** Values a frame. */
    int bins();

    /** What a bin stands for. */
    BinMeaning binMeaning();

    /** What each bin is called; empty where a number says it. */
    default List<String> binNames() {
        return List.of();
    }

    /** Unit of the values, as an axis or a colour bar names it; empty if they have none. */
    String unit();

    /**
     * The feature of samples at the settings' rate.
     *
     * @param samples mono
     * @return {@code (settings().frames(samples.length), bins())}
     */
    Frames compute(float[] samples);

    /**
     * The feature of a sound.
     *
     * @throws IllegalArgumentException if the sound's rate is not that of the settings
     */
    default Frames compute(Sound sound) {
        if (sound.sampleRate() != settings().sampleRate()) {
            throw new IllegalArgumentException(
                    "the settings are for " + settings().sampleRate() + " Hz and the sound has " + sound.sampleRate()
                            + " Hz: resample the sound first.");
        }
        return compute(sound.samples());
    }
}
