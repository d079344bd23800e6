package org.timbrel.training.recipe;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The layers that a recipe can name, with the keys that each takes. Names and defaults are Keras's. */
public enum LayerType implements Word {
    /**
     * Convolution over time and frequency: (N,T,F,Cin) to (N,T',F',filters). {@code l1} and {@code l2} penalise its
     * weights, not its bias.
     */
    CONV2D(
            "conv2d",
            Input.IMAGE,
            Option.count("filters"),
            Option.pair("kernel", null),
            Option.word("padding", "valid", "valid", "same"),
            Option.pair("stride", List.of(1, 1)),
            Option.word("activation", "none", "none", "relu", "tanh", "sigmoid"),
            Option.flag("bias", true),
            Option.number("l1", 0.0, Range.NOT_NEGATIVE),
            Option.number("l2", 0.0, Range.NOT_NEGATIVE)),
    /** Convolution over the time of a sequence: (N,T,D) to (N,T',filters); padding and penalties as of {@code conv2d}. */
    CONV1D(
            "conv1d",
            Input.SEQUENCE,
            Option.count("filters"),
            Option.count("kernel"),
            Option.word("padding", "valid", "valid", "same"),
            Option.count("stride", 1),
            Option.word("activation", "none", "none", "relu", "tanh", "sigmoid"),
            Option.flag("bias", true),
            Option.number("l1", 0.0, Range.NOT_NEGATIVE),
            Option.number("l2", 0.0, Range.NOT_NEGATIVE)),
    /** Batch normalisation over the last axis; {@code unbiased} divides the running variance by m - 1, as PyTorch. */
    BATCH_NORM(
            "batchNorm",
            Input.ANY,
            Option.number("momentum", 0.99, Range.FRACTION),
            Option.number("epsilon", 1e-3, Range.POSITIVE),
            Option.flag("unbiased", false)),
    /** Layer normalisation over the last axis. */
    LAYER_NORM("layerNorm", Input.ANY, Option.number("epsilon", 1e-3, Range.POSITIVE)),
    /** max(x, 0). */
    RELU("relu", Input.ANY),
    /** The largest value of each window; the stride is the window: (N,T,F,C) to (N,T/s,F/s,C). */
    MAX_POOL2D("maxPool2d", Input.IMAGE, Option.pair("size", List.of(2, 2))),
    /** Sets a share of the values to 0 while training, and scales up the rest. */
    DROPOUT("dropout", Input.ANY, Option.number("rate", null, Range.FRACTION)),
    /** The join from convolution to sequence: (N,T,F,C) to (N,T,F*C). */
    TO_SEQUENCE("toSequence", Input.IMAGE),
    /**
     * Long short-term memory: (N,T,D) to (N,T,units), or to (N,units), the last step; twice as many features if it reads
     * both ways. {@code dropout} is of the input, {@code recurrentDropout} between the steps. {@code twoBiases} is PyTorch's convention, one bias for the input and one for the last state; {@code l1}
     * and {@code l2} penalise the weights from the input.
     */
    LSTM(
            "lstm",
            Input.SEQUENCE,
            Option.count("units"),
            Option.flag("returnSequences", false),
            Option.flag("bidirectional", false),
            Option.flag("twoBiases", false),
            Option.number("dropout", 0.0, Range.FRACTION),
            Option.number("recurrentDropout", 0.0, Range.FRACTION),
            Option.number("l1", 0.0, Range.NOT_NEGATIVE),
            Option.number("l2", 0.0, Range.NOT_NEGATIVE)),
    /** Gated recurrent unit with the reset gate after the product; shapes, dropout and penalties as of {@code lstm}. */
    GRU(
            "gru",
            Input.SEQUENCE,
            Option.count("units"),
            Option.flag("returnSequences", false),
            Option.flag("bidirectional", false),
            Option.number("dropout", 0.0, Range.FRACTION),
            Option.number("recurrentDropout", 0.0, Range.FRACTION),
            Option.number("l1", 0.0, Range.NOT_NEGATIVE),
            Option.number("l2", 0.0, Range.NOT_NEGATIVE)),
    /** Self-attention: (N,T,D) to (N,T,D); {@code heads} divides D, {@code residual} adds the input to the output. */
    MULTI_HEAD_ATTENTION("multiHeadAttention", Input.SEQUENCE, Option.count("heads"), Option.flag("residual", false)),
    /**
     * Fully connected over the last axis. {@code units: classes} is the number of classes in the data; {@code l1} and
     * {@code l2} penalise its weights, not its bias.
     */
    DENSE(
            "dense",
            Input.ANY,
            Option.countOrClasses("units"),
            Option.word("activation", "none", "none", "relu", "tanh", "sigmoid"),
            Option.flag("bias", true),
            Option.number("l1", 0.0, Range.NOT_NEGATIVE),
            Option.number("l2", 0.0, Range.NOT_NEGATIVE)),
    /** All axes but the first to one: (N,T,F,C) to (N,T*F*C). */
    FLATTEN("flatten", Input.ANY),
    /** Mean over time and frequency, (N,T,F,C) to (N,C), or over the time of a sequence, (N,T,D) to (N,D). */
    GLOBAL_AVERAGE_POOL("globalAveragePool", Input.ANY);

    /** What a layer is fed. */
    public enum Input {
        /** (N,T,F,C). */
        IMAGE,
        /** (N,T,D). */
        SEQUENCE,
        /** Any shape. */
        ANY
    }

    private final String word;
    private final Input input;

    @SuppressWarnings("ImmutableEnumChecker") // List.of, and the options' functions keep no state
    private final List<Option> options;

    LayerType(String word, Input input, Option... options) {
        this.word = word;
        this.input = input;
        this.options = List.of(options);
    }

    @Override
    public String word() {
        return word;
    }

    /** What the layer is fed. */
    public Input input() {
        return input;
    }

    List<Option> options() {
        return options;
    }

    Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>(List.of("name", "when"));
        options.forEach(o -> keys.add(o.key()));
        return keys;
    }

    static List<String> words() {
        return Arrays.stream(values()).map(LayerType::word).toList();
    }
}
