package org.timbrel.training.trace;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code timbrel trace --at} takes: the stations of a sound on its way to a genre, and of an error on its way back. */
public enum TraceStage {
    SAMPLES,
    STFT,
    MEL,
    DECIBELS,
    STANDARDIZE,
    CONVOLUTION,
    RELU,
    POOLING,
    SEQUENCE,
    LSTM,
    LOGITS,
    SOFTMAX,
    GRADIENT,
    ADAM;

    /** Whether it stands before the model. */
    public boolean isSound() {
        return compareTo(CONVOLUTION) < 0;
    }

    /** Whether it stands before the loss. */
    public boolean isForward() {
        return compareTo(GRADIENT) < 0;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The stage of a word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static TraceStage of(String word) {
        return Arrays.stream(values())
                .filter(stage -> stage.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("wanted one of "
                        + Arrays.stream(values()).map(TraceStage::toString).collect(Collectors.joining(", "))
                        + ", but was '" + word + "'"));
    }
}
