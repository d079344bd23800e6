"""Keras's own kuppusamy-cnn on the tracks of a run, to see whether what ours does is the model's doing.

    python kuppusamy_cnn.py RUN --data DIR [--epochs 48] [--batch 8] [--momentum 0.9]

RUN is the folder of a run, whose split.json names the tracks. Prints, every six epochs, the accuracy on the training side as
Keras trains (dropout, statistics of the batch), the same tracks as Keras predicts (running statistics), and the validation
side. Needs keras, tensorflow, librosa.
"""

import argparse
import json
import pathlib

import keras
import librosa
import numpy as np
import tensorflow
from keras import layers, regularizers


def images(files, data, genres):
    """(N,210,210,1): decibels of the mel spectrogram, standardised and resized; and the genres' numbers (N)."""
    x = []
    for file in files:
        sound, rate = librosa.load(data / file, sr=22050, duration=30)
        mel = librosa.power_to_db(librosa.feature.melspectrogram(y=sound, sr=rate), ref=np.max)
        mel = (mel - mel.mean()) / mel.std()
        x.append(tensorflow.image.resize(mel.T[..., None], (210, 210)).numpy())
    return np.array(x), np.array([genres.index(file.split("/")[0]) for file in files])


def model(momentum, classes):
    penalty = regularizers.l2(0.01)
    stack = [layers.Input((210, 210, 1))]
    for filters, rate in ((32, 0.25), (64, 0.375), (128, 0.5)):
        stack += [layers.Conv2D(filters, 3, padding="same", kernel_regularizer=penalty), layers.ReLU(),
                  layers.BatchNormalization(momentum=momentum), layers.MaxPooling2D(), layers.Dropout(rate)]
    stack += [layers.GlobalAveragePooling2D()]
    for _ in range(2):
        stack += [layers.Dense(256, kernel_regularizer=penalty), layers.ReLU(),
                  layers.BatchNormalization(momentum=momentum), layers.Dropout(0.5)]
    return keras.Sequential(stack + [layers.Dense(classes, activation="softmax")])


def main():
    options = argparse.ArgumentParser()
    options.add_argument("run", type=pathlib.Path)
    options.add_argument("--data", type=pathlib.Path, required=True)
    options.add_argument("--epochs", type=int, default=48)
    options.add_argument("--batch", type=int, default=8)
    options.add_argument("--momentum", type=float, default=0.9)
    chosen = options.parse_args()
    data = chosen.data / "genres_original" if (chosen.data / "genres_original").is_dir() else chosen.data
    genres = sorted(folder.name for folder in data.iterdir() if folder.is_dir())
    split = json.loads((chosen.run / "split.json").read_text())
    train = images(split["train"]["files"], data, genres)
    validation = images(split["validation"]["files"], data, genres)
    keras.utils.set_random_seed(1)
    net = model(chosen.momentum, len(genres))
    net.compile(keras.optimizers.Adam(1e-4), "sparse_categorical_crossentropy", metrics=["accuracy"])
    for begun in range(0, chosen.epochs, 6):
        history = net.fit(*train, batch_size=chosen.batch, epochs=6, verbose=0).history
        print(f"epoch {begun + 6}: training {history['accuracy'][-1]:.2f}, the same tracks predicted "
              f"{net.evaluate(*train, verbose=0)[1]:.2f}, validation {net.evaluate(*validation, verbose=0)[1]:.2f}",
              flush=True)


if __name__ == "__main__":
    main()
