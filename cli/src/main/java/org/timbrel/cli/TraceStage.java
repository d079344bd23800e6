package org.timbrel.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code timbrel trace --at} takes: the stations of a sound on its way to a genre, and of an error on its way back. */
enum TraceStage {
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
    boolean isSound() {
        return compareTo(CONVOLUTION) < 0;
    }

    /** Whether it stands before the loss. */
    boolean isForward() {
        return compareTo(GRADIENT) < 0;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the word. */
    static final class Converter implements ITypeConverter<TraceStage> {
        @Override
        public TraceStage convert(String value) {
            return Arrays.stream(values())
                    .filter(stage -> stage.toString().equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("wanted one of "
                            + Arrays.stream(values()).map(TraceStage::toString).collect(Collectors.joining(", "))
                            + ", but was '" + value + "'"));
        }
    }
}
