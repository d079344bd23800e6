"""Losses of whole trainings by Keras in float64: writes trajectories.json.

Parameter number i, in the order of the layers, has the salt 1 + i and a scale of its own, a power of two near the limit
of Glorot's uniform numbers. Batch j has the salts 1000 + j (features) and 2000 + j (labels); step t takes batch
t mod BATCHES. The loss is that before the update. Dropout is off. The rate of harmonynet is 3e-4: at 1e-3 training
on noise is chaotic, and a difference in the eighth digit grows beyond 1e-4 within the 50 steps.

    python trajectories.py
"""

import keras_double

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from formula import labels, values, write

BATCH, BATCHES, CLASSES = 4, 5, 10
ARRAYS = {}


def kuppusamy_lstm(frames, bins, units):
    """The LSTM of Kuppusamy et al.: two LSTM, Dense with ReLU, Dense."""
    return keras.Sequential([
        layers.Input((frames, bins)),
        layers.LSTM(units, return_sequences=True),
        layers.LSTM(units),
        layers.Dense(units, activation="relu"),
        layers.Dense(CLASSES),
    ])


def harmonynet(frames, bins, filters, units):
    """The model of Rai et al.: three convolutions with ReLU and pooling, an LSTM over time, Dense."""
    blocks = []
    for n in filters:
        blocks += [layers.Conv2D(n, 3, padding="same", activation="relu"), layers.MaxPooling2D(2)]
    pooled = 2 ** len(filters)
    return keras.Sequential([
        layers.Input((frames, bins, 1)),
        *blocks,
        layers.Reshape((frames // pooled, bins // pooled * filters[-1])),
        layers.LSTM(units),
        layers.Dense(CLASSES),
    ])


def glorot_scale(shape):
    """A power of two near Glorot's limit, exact in every precision; a bias gets 1/16."""
    if len(shape) == 1:
        return 2.0**-4
    receptive = int(np.prod(shape[:-2]))
    return 2.0 ** np.round(np.log2(np.sqrt(6 / (receptive * (shape[-2] + shape[-1])))))


def train(name, model, rate, steps):
    scales = [glorot_scale(w.shape) for w in model.get_weights()]
    model.set_weights([values(1 + i, *w.shape, scale=s) for i, (w, s) in enumerate(zip(model.get_weights(), scales))])
    optimizer = keras.optimizers.Adam(rate)
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    batches = [
        (values(1000 + j, BATCH, *model.input_shape[1:]), labels(2000 + j, BATCH, CLASSES))
        for j in range(BATCHES)
    ]

    @tf.function
    def step(x, y):
        with tf.GradientTape() as tape:
            loss = loss_of(y, model(x, training=True))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        return loss

    optimizer.build(model.trainable_variables)
    losses = [float(step(*batches[t % BATCHES])) for t in range(steps)]
    print(name, model.count_params(), "parameters; losses", losses[0], "...", losses[-1])
    ARRAYS[f"{name}.scales"] = scales
    ARRAYS[f"{name}.rate"] = [rate]
    ARRAYS[f"{name}.losses"] = losses


if __name__ == "__main__":
    train("kuppusamy-lstm", kuppusamy_lstm(130, 13, 64), 1e-3, 50)
    train("harmonynet", harmonynet(24, 128, (32, 64, 128), 64), 3e-4, 50)
    train("kuppusamy-lstm.small", kuppusamy_lstm(20, 13, 8), 1e-3, 3)
    train("harmonynet.small", harmonynet(16, 24, (4, 6, 8), 8), 1e-3, 3)
    write("trajectories.json", keras_double.VERSIONS, ARRAYS)
