package org.timbrel.engine.init;

/**
 * The first values that a framework gives each kind of parameter.
 *
 * @param weight of dense layers and convolutions
 * @param bias of dense layers and convolutions
 * @param lstm of LSTM layers
 * @param gru of GRU layers
 */
public record InitScheme(Initializer weight, Initializer bias, RecurrentScheme lstm, RecurrentScheme gru) {

    /** Keras 3: Glorot uniform, zeros; recurrent weights orthogonal, the bias of the LSTM's forget gate 1. */
    public static InitScheme keras() {
        return new InitScheme(
                Initializer.glorotUniform(),
                Initializer.constant(0),
                new RecurrentScheme(
                        Initializer.glorotUniform(), Initializer.orthogonal(), Initializer.unitForgetBias()),
                new RecurrentScheme(Initializer.glorotUniform(), Initializer.orthogonal(), Initializer.constant(0)));
    }

    /**
     * PyTorch 2: uniform in +-1 / sqrt(fan in), and +-1 / sqrt(hidden size) for everything recurrent.
     */
    public static InitScheme pytorch() {
        return new InitScheme(Initializer.fanInUniform(), Initializer.fanInUniform(), byHiddenSize(4), byHiddenSize(3));
    }

    /** Zeros, for parameters that get their values from a file. */
    public static InitScheme zeros() {
        Initializer zero = Initializer.constant(0);
        RecurrentScheme recurrent = new RecurrentScheme(zero, zero, zero);
        return new InitScheme(zero, zero, recurrent, recurrent);
    }

    private static RecurrentScheme byHiddenSize(int gates) {
        Initializer uniform = (shape, fanIn, fanOut, seed, stream) -> Initializer.uniform(
                        1 / Math.sqrt((double) shape.get(-1) / gates))
                .draw(shape, fanIn, fanOut, seed, stream);
        return new RecurrentScheme(uniform, uniform, uniform);
    }
}
