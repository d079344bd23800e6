"""The models of the recipes in Keras, with the alternatives that their papers name, and how many parameters each has.

    python recipe_models.py

prints the counts that RecipeModelTest holds the recipes to. Dropout is left out: it has no parameters, and a trajectory
has none. Sequences of `mel` models run over time, the first axis of an image.
"""

import keras_double

import keras
from keras import layers

CLASSES = 10


def conv(x, filters, kernel, padding, batch_norm, penalty=None):
    """Convolution, batch normalisation if wanted, ReLU, pooling comes after."""
    x = layers.Conv2D(filters, kernel, padding=padding, kernel_regularizer=penalty)(x)
    if batch_norm:
        x = layers.BatchNormalization()(x)
    return layers.ReLU()(x)


def sequence(x):
    """(T,F,C) to (T,F*C)."""
    return layers.Reshape((x.shape[1], x.shape[2] * x.shape[3]))(x)


def recurrent(x, kind, units, both, sequences, penalty=None):
    layer = {"lstm": layers.LSTM, "gru": layers.GRU}[kind](
        units, return_sequences=sequences, kernel_regularizer=penalty)
    return (layers.Bidirectional(layer) if both else layer)(x)


def harmonynet(frames=173, bins=128, filters=(32, 64, 128), units=64, batch_norm=False):
    inputs = x = layers.Input((frames, bins, 1))
    for n in filters:
        x = layers.MaxPooling2D(2)(conv(x, n, 3, "same", batch_norm))
    x = layers.LSTM(units)(sequence(x))
    return keras.Model(inputs, layers.Dense(CLASSES)(x))


def kuppusamy_lstm(frames=130, bins=13, units=64):
    inputs = layers.Input((frames, bins))
    x = layers.LSTM(units)(layers.LSTM(units, return_sequences=True)(inputs))
    return keras.Model(inputs, layers.Dense(CLASSES)(layers.Dense(units, activation="relu")(x)))


def kuppusamy_cnn(frames=210, bins=210, filters=(32, 64, 128), units=256):
    penalty = keras.regularizers.L2(0.01)
    inputs = x = layers.Input((frames, bins, 1))
    for n in filters:
        x = layers.Conv2D(n, 3, padding="same", activation="relu", kernel_regularizer=penalty)(x)
        x = layers.MaxPooling2D(2)(layers.BatchNormalization()(x))
    x = layers.GlobalAveragePooling2D()(x)
    for _ in range(2):
        x = layers.BatchNormalization()(layers.Dense(units, activation="relu", kernel_regularizer=penalty)(x))
    return keras.Model(inputs, layers.Dense(CLASSES)(x))


def li_cnn(frames=128, bins=40, filters=(32, 56, 56), units=112):
    penalty = keras.regularizers.L1(1e-5)
    inputs = x = layers.Input((frames, bins, 1))
    for n in filters:
        x = layers.MaxPooling2D(2)(conv(x, n, 3, "same", False, penalty))
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dense(units, activation="relu", kernel_regularizer=penalty)(x)
    return keras.Model(inputs, layers.Dense(CLASSES)(x))


def li_lstm(frames=128, bins=40, units=(128, 32)):
    penalty = keras.regularizers.L2(1e-4)
    inputs = layers.Input((frames, bins))
    x = layers.LSTM(units[0], return_sequences=True, kernel_regularizer=penalty)(inputs)
    return keras.Model(inputs, layers.Dense(CLASSES)(layers.LSTM(units[1], kernel_regularizer=penalty)(x)))


def chen_cnn(
        frames=128, bins=128, filters=(32, 64, 128, 256, 512), dense=128, kernel=3, padding="valid", batch_norm=False,
        penalty=None):
    inputs = x = layers.Input((frames, bins, 1))
    for n in filters[:-1]:
        x = layers.MaxPooling2D(2)(conv(x, n, kernel, padding, batch_norm, penalty))
    x = layers.Flatten()(conv(x, filters[-1], kernel, padding, batch_norm, penalty))
    x = layers.Dense(dense, activation="relu", kernel_regularizer=penalty)(x)
    return keras.Model(inputs, layers.Dense(CLASSES, kernel_regularizer=penalty)(x))


def chen_rnn(frames=130, bins=13, units=128, kind="lstm", both=False, penalty=None):
    inputs = layers.Input((frames, bins))
    x = recurrent(recurrent(inputs, kind, units, both, True, penalty), kind, units, both, False, penalty)
    return keras.Model(inputs, layers.Dense(CLASSES, kernel_regularizer=penalty)(x))


def chen_crnn(
        frames=128, bins=128, filters=(64, 128), units=128, kind="gru", both=True, batch_norm=False, third_layer=0,
        average=False, penalty=None):
    inputs = x = layers.Input((frames, bins, 1))
    for n in filters:
        x = layers.MaxPooling2D(2)(conv(x, n, 5, "valid", batch_norm, penalty))
    x = recurrent(sequence(x), kind, units, both, True, penalty)
    x = recurrent(x, kind, units, both, bool(third_layer) or average, penalty)
    if third_layer:
        x = recurrent(x, kind, third_layer, both, False, penalty)
    if average:
        x = layers.GlobalAveragePooling1D()(x)
    return keras.Model(inputs, layers.Dense(CLASSES, kernel_regularizer=penalty)(x))


if __name__ == "__main__":
    for name, model in {
            "harmonynet": harmonynet(),
            "harmonynet batchNorm": harmonynet(batch_norm=True),
            "harmonynet-350": harmonynet(350),
            "kuppusamy-lstm": kuppusamy_lstm(),
            "kuppusamy-cnn": kuppusamy_cnn(),
            "li-cnn": li_cnn(),
            "li-lstm": li_lstm(),
            "chen-cnn": chen_cnn(),
            "chen-cnn batchNorm": chen_cnn(batch_norm=True),
            "chen-cnn same, 5x5": chen_cnn(kernel=5, padding="same"),
            "chen-rnn": chen_rnn(),
            "chen-rnn gru": chen_rnn(kind="gru"),
            "chen-rnn 20 MFCC": chen_rnn(bins=20),
            "chen-rnn both directions": chen_rnn(both=True),
            "chen-crnn": chen_crnn(),
            "chen-crnn batchNorm": chen_crnn(batch_norm=True),
            "chen-crnn three convolutions": chen_crnn(filters=(64, 128, 128)),
            "chen-crnn lstm": chen_crnn(kind="lstm"),
            "chen-crnn third layer": chen_crnn(third_layer=64),
            "chen-crnn average": chen_crnn(average=True),
            "chen-crnn one direction": chen_crnn(both=False),
            "chen-crnn 1 s": chen_crnn(43),
            "chen-crnn 5 s": chen_crnn(215),
    }.items():
        print(f"{name:32} {model.count_params():>10,}")
