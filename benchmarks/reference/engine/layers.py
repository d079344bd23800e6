"""Layers forward and backward, by PyTorch and Keras in float64: writes layers.json.

Inputs and weights come from formula.values with the salts 1, 2, 3 ... in the order in which GoldenLayerTest names them;
the loss is sum(y * r) with r from the salt 99. Arrays are in Timbrel's layout: channels last, dense (in, out), recurrent
(in, 4H) and (H, 4H).

    python layers.py
"""

import keras_double

import keras
import numpy as np
import tensorflow as tf
import torch
import torch.nn.functional as F

from formula import values, write

ARRAYS = {}


def with_torch(name, function, *inputs):
    """Records y and the gradient of every input of a PyTorch function of arrays in Timbrel's layout."""
    tensors = [torch.tensor(x, requires_grad=True) for x in inputs]
    y = function(*tensors)
    (y * torch.tensor(values(99, *y.shape))).sum().backward()
    ARRAYS[f"{name}.y"] = y.detach().numpy()
    for i, t in enumerate(tensors):
        ARRAYS[f"{name}.d{i}"] = t.grad.numpy()


def with_keras(name, layer, x, *weights, **call):
    """Records y and the gradients of x and of the trainable weights of a Keras layer."""
    layer.build(x.shape)
    if weights:
        layer.set_weights(list(weights))
    x = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = layer(x, **call)
        loss = tf.reduce_sum(y * values(99, *y.shape))
    ARRAYS[f"{name}.y"] = y.numpy()
    trainable = [v.value for v in layer.trainable_variables]
    for i, gradient in enumerate(tape.gradient(loss, [x, *trainable])):
        ARRAYS[f"{name}.d{i}"] = gradient.numpy()


def first(x):
    """Channels last to channels first."""
    return x.permute(0, 3, 1, 2)


def last(x):
    """Channels first to channels last."""
    return x.permute(0, 2, 3, 1)


def dense():
    x, w, b = values(1, 3, 4), values(2, 4, 5), values(3, 5)
    with_torch("dense.relu.torch", lambda x, w, b: F.linear(x, w.T, b).relu(), x, w, b)
    for activation in ("linear", "relu", "sigmoid", "tanh"):
        with_keras(f"dense.{activation}.keras", keras.layers.Dense(5, activation=activation), x, w, b)


def conv2d():
    x, w, b = values(1, 2, 6, 7, 3), values(2, 3, 3, 3, 4), values(3, 4)

    def by_torch(padding, stride):
        return lambda x, w, b: last(F.conv2d(first(x), w.permute(3, 2, 0, 1), b, stride, padding))

    with_torch("conv2d.same.torch", by_torch("same", 1), x, w, b)
    with_torch("conv2d.valid.torch", by_torch("valid", 1), x, w, b)
    with_torch("conv2d.valid.stride.torch", by_torch("valid", (2, 1)), x, w, b)
    with_keras("conv2d.same.stride.keras", keras.layers.Conv2D(4, 3, (2, 3), "same"), x, w, b)
    with_keras("conv2d.same.relu.keras", keras.layers.Conv2D(4, 3, 1, "same", activation="relu"), x, w, b)
    wide = values(2, 2, 4, 3, 4)
    large = values(2, 5, 5, 3, 4)
    with_torch("conv2d.valid.five.torch", by_torch("valid", 1), x, large, b)
    with_keras("conv2d.same.five.stride.keras", keras.layers.Conv2D(4, 5, 2, "same"), x, large, b)
    with_keras("conv2d.same.even.keras", keras.layers.Conv2D(4, (2, 4), 1, "same"), x, wide, b)


def conv1d():
    x, w, b = values(1, 2, 8, 4), values(2, 3, 4, 5), values(3, 5)

    def by_torch(padding, stride):
        return lambda x, w, b: F.conv1d(x.mT, w.permute(2, 1, 0), b, stride, padding).mT

    with_torch("conv1d.same.torch", by_torch("same", 1), x, w, b)
    with_torch("conv1d.valid.stride.torch", by_torch("valid", 2), x, w, b)
    with_keras("conv1d.same.stride.keras", keras.layers.Conv1D(5, 3, 2, "same"), x, w, b)
    even = values(2, 4, 4, 5)
    with_keras("conv1d.valid.even.keras", keras.layers.Conv1D(5, 4, 1, "valid", activation="tanh"), x, even, b)


def pooling():
    x = values(1, 2, 5, 7, 3)
    with_torch("maxPool2d.torch", lambda x: last(F.max_pool2d(first(x), (2, 3))), x)
    with_keras("maxPool2d.keras", keras.layers.MaxPooling2D(2), x)
    with_keras("globalAveragePool.keras", keras.layers.GlobalAveragePooling2D(), x)
    with_keras("globalAveragePool.time.keras", keras.layers.GlobalAveragePooling1D(), values(1, 2, 5, 4))


def batch_norm():
    x, gamma, beta = values(1, 4, 3, 2, 5), values(2, 5), values(3, 5)
    mean, variance = np.zeros(5), np.ones(5)
    layer = keras.layers.BatchNormalization()
    with_keras("batchNorm.keras", layer, x, gamma, beta, mean, variance, training=True)
    ARRAYS["batchNorm.keras.mean"], ARRAYS["batchNorm.keras.variance"] = layer.get_weights()[2:]
    ARRAYS["batchNorm.keras.inference"] = layer(x, training=False).numpy()

    layer = torch.nn.BatchNorm2d(5, dtype=torch.float64)

    def by_torch(x, gamma, beta):
        return last(F.batch_norm(
            first(x), layer.running_mean, layer.running_var, gamma, beta, True, layer.momentum, layer.eps))

    with_torch("batchNorm.torch", by_torch, x, gamma, beta)
    ARRAYS["batchNorm.torch.mean"] = layer.running_mean.numpy()
    ARRAYS["batchNorm.torch.variance"] = layer.running_var.numpy()
    inference = F.batch_norm(
        first(torch.tensor(x)), layer.running_mean, layer.running_var, torch.tensor(gamma), torch.tensor(beta),
        False, layer.momentum, layer.eps)
    ARRAYS["batchNorm.torch.inference"] = last(inference).numpy()


def layer_norm():
    x, gamma, beta = values(1, 3, 4, 5), values(2, 5), values(3, 5)
    with_torch("layerNorm.torch", lambda x, gamma, beta: F.layer_norm(x, (5,), gamma, beta), x, gamma, beta)
    with_keras("layerNorm.keras", keras.layers.LayerNormalization(), x, gamma, beta)


def lstm():
    d, h = 3, 4
    x, w, u, b = values(1, 2, 5, d), values(2, d, 4 * h), values(3, h, 4 * h), values(4, 4 * h)
    with_keras("lstm.keras", keras.layers.LSTM(h, return_sequences=True), x, w, u, b)
    with_keras("lstm.last.keras", keras.layers.LSTM(h), x, w, u, b)

    def by_torch(x, w, u, b):
        zeros = torch.zeros(1, 2, h, dtype=torch.float64)
        flat = (w.T.contiguous(), u.T.contiguous(), b, torch.zeros_like(b))
        return torch.lstm(x, (zeros, zeros), flat, True, 1, 0.0, True, False, True)[0]

    with_torch("lstm.torch", by_torch, x, w, u, b)

    def with_two_biases(x, w, u, b):
        zeros = torch.zeros(1, 2, h, dtype=torch.float64)
        flat = (w.T.contiguous(), u.T.contiguous(), b[0].contiguous(), b[1].contiguous())
        return torch.lstm(x, (zeros, zeros), flat, True, 1, 0.0, True, False, True)[0]

    with_torch("lstm.twoBiases.torch", with_two_biases, x, w, u, values(4, 2, 4 * h))


def gru():
    """Gates in PyTorch's order r, z, n; Keras has z, r, n, so its first two thirds change places."""
    d, h = 3, 4
    x, w, u, b = values(1, 2, 5, d), values(2, d, 3 * h), values(3, h, 3 * h), values(4, 2, 3 * h)

    def swap(a):
        return np.concatenate([a[:, h:2 * h], a[:, :h], a[:, 2 * h:]], axis=1)

    for name, all_steps in (("gru", True), ("gru.last", False)):
        with_keras(f"{name}.keras", keras.layers.GRU(h, return_sequences=all_steps), x, swap(w), swap(u), swap(b))
        for i in (1, 2, 3):
            ARRAYS[f"{name}.keras.d{i}"] = swap(ARRAYS[f"{name}.keras.d{i}"])

    def by_torch(x, w, u, b):
        zeros = torch.zeros(1, 2, h, dtype=torch.float64)
        flat = (w.T.contiguous(), u.T.contiguous(), b[0].contiguous(), b[1].contiguous())
        return torch.gru(x, zeros, flat, True, 1, 0.0, True, False, True)[0]

    with_torch("gru.torch", by_torch, x, w, u, b)


def recurrent_dropout():
    """Masks (N,gates,H) of 0 and 1 / (1 - rate), fixed, in the place where Keras keeps those that it draws.

    A cell of Keras 3 with a recurrent_dropout other than 0 always computes with implementation 1: a mask for each gate,
    which multiplies the last state before that gate's recurrent weights and nothing else, not the state that GRU's update
    gate carries on. Implementation 2 has one product for all gates and doesn't look at the rate, so the cell leaves it,
    and cuDNN, by itself. The RNN layer asks for the masks once before the first step, takes those that are there, and
    drops them after the last. Their order is that of the weights: i, f, c, o, and z, r, h of a GRU, where ours are r, z, n.
    """
    d, h, rate = 3, 4, 0.25

    def mask(salt, gates):
        return np.where(values(salt, 2, gates, h) < 2 * rate - 1, 0.0, 1 / (1 - rate))

    def fix(layer, gates):
        layer.cell._recurrent_dropout_mask = [tf.constant(gate) for gate in gates]
        return layer

    x, w, u, b = values(1, 2, 5, d), values(2, d, 4 * h), values(3, h, 4 * h), values(4, 4 * h)
    layer = fix(keras.layers.LSTM(h, return_sequences=True, recurrent_dropout=rate), mask(5, 4).swapaxes(0, 1))
    with_keras("lstm.recurrentDropout.keras", layer, x, w, u, b, training=True)

    def swap(a):
        return np.concatenate([a[:, h:2 * h], a[:, :h], a[:, 2 * h:]], axis=1)

    w, u, b = values(2, d, 3 * h), values(3, h, 3 * h), values(4, 2, 3 * h)
    layer = keras.layers.GRU(h, return_sequences=True, recurrent_dropout=rate)
    name = "gru.recurrentDropout.keras"
    with_keras(name, fix(layer, mask(5, 3).swapaxes(0, 1)[[1, 0, 2]]), x, swap(w), swap(u), swap(b), training=True)
    for i in (1, 2, 3):
        ARRAYS[f"{name}.d{i}"] = swap(ARRAYS[f"{name}.d{i}"])


def recurrent_input_dropout():
    """The mask (N,D) of the input, fixed in the same way.

    Without a recurrent_dropout, Keras 3 draws one mask for all gates and multiplies the input of every step by it; with
    one, implementation 1 draws a mask of the input for each gate.
    """
    d, h, rate = 3, 4, 0.25
    mask = np.where(values(5, 2, d) < 2 * rate - 1, 0.0, 1 / (1 - rate))
    layer = keras.layers.LSTM(h, return_sequences=True, dropout=rate)
    layer.cell._dropout_mask = tf.constant(mask)
    x, w, u, b = values(1, 2, 5, d), values(2, d, 4 * h), values(3, h, 4 * h), values(4, 4 * h)
    with_keras("lstm.dropout.keras", layer, x, w, u, b, training=True)


def bidirectional():
    d, h = 3, 4
    x = values(1, 2, 5, d)
    forward = values(2, d, 4 * h), values(3, h, 4 * h), values(4, 4 * h)
    backward = values(5, d, 4 * h), values(6, h, 4 * h), values(7, 4 * h)
    for name, all_steps in (("", True), (".last", False)):
        layer = keras.layers.Bidirectional(keras.layers.LSTM(h, return_sequences=all_steps))
        with_keras(f"bidirectional.lstm{name}.keras", layer, x, *forward, *backward)

    def by_torch(x, *weights):
        zeros = torch.zeros(2, 2, h, dtype=torch.float64)
        flat = []
        for w, u, b in (weights[:3], weights[3:]):
            flat += [w.T.contiguous(), u.T.contiguous(), b, torch.zeros_like(b)]
        return torch.lstm(x, (zeros, zeros), flat, True, 1, 0.0, True, True, True)[0]

    with_torch("bidirectional.lstm.torch", by_torch, x, *forward, *backward)


def multi_head_attention():
    """Keras has a kernel (D, heads, size) for each of query, key and value, and (heads, size, D) for the output."""
    d, heads, size = 6, 3, 2
    x, w, b, o, c = values(1, 2, 5, d), values(2, d, 3 * d), values(3, 3 * d), values(4, d, d), values(5, d)

    def by_torch(x, w, b, o, c):
        x = x.transpose(0, 1)
        y, attention = F.multi_head_attention_forward(
            x, x, x, d, heads, w.T, b, None, None, False, 0.0, o.T, c, average_attn_weights=False)
        ARRAYS["multiHeadAttention.torch.attention"] = attention.detach().numpy()
        return y.transpose(0, 1)

    with_torch("multiHeadAttention.torch", by_torch, x, w, b, o, c)
    with_torch("multiHeadAttention.residual.torch", lambda x, *weights: x + by_torch(x, *weights), x, w, b, o, c)

    layer = keras.layers.MultiHeadAttention(heads, size)
    layer.build(x.shape, x.shape)
    thirds = zip(np.split(w, 3, axis=1), np.split(b, 3), strict=True)
    parts = [part for k, bias in thirds for part in (k.reshape(d, heads, size), bias.reshape(heads, size))]
    kernels = dict(zip(("query", "key", "value"), zip(parts[::2], parts[1::2], strict=True), strict=True))
    kernels["attention_output"] = (o.reshape(heads, size, d), c)
    places = {}
    for variable in layer.trainable_variables:
        owner, kind = variable.path.split("/")[-2:]
        variable.assign(kernels[owner][kind == "bias"])
        places[owner, kind] = variable.value
    t = tf.constant(x)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(t)
        y, attention = layer(t, t, return_attention_scores=True)
        loss = tf.reduce_sum(y * values(99, *y.shape))

    def gradient(kind, owners, *shape):
        return np.concatenate(
            [tape.gradient(loss, places[owner, kind]).numpy().reshape(shape) for owner in owners], axis=-1)

    name = "multiHeadAttention.keras"
    ARRAYS[f"{name}.y"], ARRAYS[f"{name}.attention"] = y.numpy(), attention.numpy()
    ARRAYS[f"{name}.d0"] = tape.gradient(loss, t).numpy()
    ARRAYS[f"{name}.d1"] = gradient("kernel", ("query", "key", "value"), d, d)
    ARRAYS[f"{name}.d2"] = gradient("bias", ("query", "key", "value"), d)
    ARRAYS[f"{name}.d3"] = gradient("kernel", ("attention_output",), d, d)
    ARRAYS[f"{name}.d4"] = gradient("bias", ("attention_output",), d)


def cross_entropy():
    logits = values(1, 4, 6, scale=4)
    soft = np.exp(values(2, 4, 6))
    soft /= soft.sum(axis=1, keepdims=True)
    ARRAYS["crossEntropy.targets"] = soft
    with_torch("crossEntropy.torch", lambda x: F.cross_entropy(x, torch.tensor(soft)), logits)
    labels = torch.tensor([2, 0, 7, 2])
    with_torch("crossEntropy.smoothed.torch", lambda x: F.cross_entropy(x, labels, label_smoothing=0.125),
               values(1, 4, 8, scale=4))
    with_torch("softmax.torch", lambda x: x.softmax(1), logits)
    x = tf.constant(logits)
    with tf.GradientTape() as tape:
        tape.watch(x)
        loss = keras.losses.CategoricalCrossentropy(from_logits=True)(soft, x)
    ARRAYS["crossEntropy.keras.loss"] = loss.numpy()
    ARRAYS["crossEntropy.keras.d0"] = tape.gradient(loss, x).numpy()


def weight_penalty():
    w = tf.constant(values(1, 4, 6))
    with tf.GradientTape() as tape:
        tape.watch(w)
        loss = keras.regularizers.L1L2(0.125, 0.25)(w)
    ARRAYS["weightPenalty.keras.loss"] = loss.numpy()
    ARRAYS["weightPenalty.keras.d0"] = tape.gradient(loss, w).numpy()


if __name__ == "__main__":
    for part in (
        dense, conv2d, conv1d, pooling, batch_norm, layer_norm, lstm, gru, recurrent_dropout,
        recurrent_input_dropout, bidirectional, multi_head_attention, cross_entropy, weight_penalty,
    ):
        part()
    write("layers.json", {"torch": torch.__version__, **keras_double.VERSIONS}, ARRAYS)
