"""Optimizers, schedules and initialisers by PyTorch and Keras in float64: writes optimizers.json.

Weights come from formula.values with the salt 1; the gradient of step t (from 1) has the salt 100 + t and the scale
2^-t, so that small second moments show where epsilon stands.

    python optimizers.py
"""

import keras_double

import keras
import numpy as np
import tensorflow as tf
import torch

from formula import values, write

N, STEPS, RATE = 7, 12, 0.01
ARRAYS = {}


def gradient(t):
    return values(100 + t, N, scale=2.0**-t)


def with_torch(name, make):
    w = torch.tensor(values(1, N), requires_grad=True)
    optimizer = make([w])
    path = []
    for t in range(1, STEPS + 1):
        w.grad = torch.tensor(gradient(t))
        optimizer.step()
        path.append(w.detach().numpy().copy())
    ARRAYS[name] = path


def with_keras(name, optimizer):
    w = keras.Variable(values(1, N), dtype="float64")
    path = []
    for t in range(1, STEPS + 1):
        optimizer.apply([tf.constant(gradient(t))], [w])
        path.append(w.numpy().copy())
    ARRAYS[name] = path


def schedules():
    steps = np.arange(0, 30)
    exponential = keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.5)
    cosine = keras.optimizers.schedules.CosineDecay(0.1, 20, alpha=0.05)
    ARRAYS["schedule.exponential.keras"] = [float(exponential(tf.constant(s, tf.float64))) for s in steps]
    ARRAYS["schedule.cosine.keras"] = [float(cosine(tf.constant(s, tf.float64))) for s in steps]
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
    stepwise = torch.optim.lr_scheduler.StepLR(optimizer, 7, 0.3)
    rates = []
    for _ in steps:
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        stepwise.step()
    ARRAYS["schedule.step.torch"] = rates


def initialisers():
    """The bound that each framework draws within, seen as the largest of a million numbers; normal: the deviation."""
    keras.utils.set_random_seed(1)
    torch.manual_seed(1)
    dense, conv = (300, 200), (5, 5, 64, 128)
    for name, shape in (("dense", dense), ("conv2d", conv)):
        ARRAYS[f"glorotUniform.{name}.keras"] = np.abs(keras.initializers.GlorotUniform(1)(shape)).max()
        ARRAYS[f"heUniform.{name}.keras"] = np.abs(keras.initializers.HeUniform(1)(shape)).max()
    linear = torch.nn.Linear(*dense)
    convolution = torch.nn.Conv2d(64, 128, 5)
    ARRAYS["weight.dense.torch"] = linear.weight.abs().max().item()
    ARRAYS["bias.dense.torch"] = linear.bias.abs().max().item()
    ARRAYS["weight.conv2d.torch"] = convolution.weight.abs().max().item()
    ARRAYS["bias.conv2d.torch"] = convolution.bias.abs().max().item()
    ARRAYS["weight.lstm.torch"] = torch.nn.LSTM(30, 100).weight_ih_l0.abs().max().item()
    kaiming = torch.nn.init.kaiming_normal_(torch.empty(128, 64, 5, 5))
    ARRAYS["heNormal.conv2d.torch"] = kaiming.std().item()


if __name__ == "__main__":
    with_keras("adam.keras", keras.optimizers.Adam(RATE))
    with_keras("sgd.keras", keras.optimizers.SGD(RATE))
    with_keras("sgd.momentum.keras", keras.optimizers.SGD(RATE, momentum=0.9))
    with_torch("adam.torch", lambda w: torch.optim.Adam(w, RATE))
    with_torch("sgd.momentum.torch", lambda w: torch.optim.SGD(w, RATE, momentum=0.9))
    schedules()
    initialisers()
    versions = {"torch": torch.__version__, **keras_double.VERSIONS}
    write("optimizers.json", versions, ARRAYS)
