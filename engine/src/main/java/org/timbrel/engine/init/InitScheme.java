package org.timbrel.engine.init;

/**
 * The first values that a framework gives each kind of parameter.
 *
 * @param weight of dense layers and convolutions
 * @param bias of dense layers and convolutions
 * @param recurrentInput weights from the input of a recurrent layer
 * @param recurrent weights from the last hidden state
 * @param recurrentBias bias of a recurrent layer
 */
public record InitScheme(
        Initializer weight,
        Initializer bias,
        Initializer recurrentInput,
        Initializer recurrent,
        Initializer recurrentBias) {

    /** Keras 3: Glorot uniform, zeros, orthogonal, forget-gate bias 1. */
    public static InitScheme keras() {
        return new InitScheme(
                Initializer.glorotUniform(),
                Initializer.constant(0),
                Initializer.glorotUniform(),
                Initializer.orthogonal(),
                Initializer.unitForgetBias());
    }

    /**
     * PyTorch 2: uniform in +-1 / sqrt(fan in), and +-1 / sqrt(hidden size) for everything recurrent. A recurrent layer
     * here has one bias where PyTorch adds two, so its first values spread a little less.
     */
    public static InitScheme pytorch() {
        Initializer byHiddenSize = (shape, fanIn, fanOut, seed, stream) ->
                Initializer.uniform(1 / Math.sqrt(shape.get(-1) / 4.0)).draw(shape, fanIn, fanOut, seed, stream);
        return new InitScheme(
                Initializer.fanInUniform(), Initializer.fanInUniform(), byHiddenSize, byHiddenSize, byHiddenSize);
    }
}
