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


def adamw_with_epsilon_in_root(epsilon, decay):
    """AdamW as the formula says it, with epsilon under the root, which neither framework offers."""
    w, m, v = values(1, N), np.zeros(N), np.zeros(N)
    path = []
    for t in range(1, STEPS + 1):
        g = gradient(t)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        w = w - RATE * decay * w - RATE * m / (1 - 0.9**t) / np.sqrt(v / (1 - 0.999**t) + epsilon)
        path.append(w)
    ARRAYS["adamW.epsilonInRoot"] = path


def clipping():
    """The norm of the gradients 101 and 102 together, and the gradients after clipping below and above it."""
    for name, bound in (("clipNorm.torch", 0.5), ("clipNorm.loose.torch", 50.0)):
        weights = [torch.zeros(N, dtype=torch.float64, requires_grad=True) for _ in range(2)]
        for t, w in enumerate(weights, start=1):
            w.grad = torch.tensor(gradient(t))
        ARRAYS[f"{name}.norm"] = torch.nn.utils.clip_grad_norm_(weights, bound).item()
        ARRAYS[name] = [w.grad.numpy() for w in weights]


def torch_rates(steps, make):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
    schedule = make(optimizer)
    rates = []
    for step in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if step < steps - 1:
            schedule.step()
    return rates


def one_cycle():
    rates = torch.optim.lr_scheduler
    ARRAYS["schedule.oneCycle.torch"] = torch_rates(
        30, lambda o: rates.OneCycleLR(o, 0.1, total_steps=30, cycle_momentum=False))
    ARRAYS["schedule.oneCycle.odd.torch"] = torch_rates(
        29, lambda o: rates.OneCycleLR(o, 0.1, 29, pct_start=0.25, div_factor=10, final_div_factor=100,
                                       cycle_momentum=False))

    def warm_up_then_cosine(optimizer):
        up = rates.LinearLR(optimizer, start_factor=1 / 25, total_iters=9)
        down = rates.CosineAnnealingLR(optimizer, T_max=21, eta_min=0.1 / 25 / 1e4)
        return rates.SequentialLR(optimizer, [up, down], milestones=[9])

    ARRAYS["schedule.oneCycle.linear.torch"] = torch_rates(30, warm_up_then_cosine)


def plateau():
    """The rate after each epoch; the value watched falls for a while, then wavers."""
    monitored = np.concatenate([np.linspace(2, 1, 5), 1 + 0.02 * values(1, 20), [0.5], 0.5 + 0.004 * values(2, 14)])
    ARRAYS["plateau.values"] = monitored
    for name, sign, mode in (("plateau.keras", 1, "min"), ("plateau.max.keras", -1, "max")):
        callback = keras.callbacks.ReduceLROnPlateau(
            "value", factor=0.5, patience=3, mode=mode, min_delta=0.005, cooldown=2, min_lr=0.01)
        model = keras.Sequential([keras.layers.Dense(1)])
        model.compile(keras.optimizers.SGD(0.1))
        callback.set_model(model)
        callback.on_train_begin()
        rates = []
        for epoch, value in enumerate(monitored):
            callback.on_epoch_end(epoch, {"value": sign * value})
            rates.append(float(model.optimizer.learning_rate))
        ARRAYS[name] = rates


def schedules():
    steps = np.arange(0, 30)
    exponential = keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.5)
    cosine = keras.optimizers.schedules.CosineDecay(0.1, 20, alpha=0.05)
    ARRAYS["schedule.exponential.keras"] = [float(exponential(tf.constant(s, tf.float64))) for s in steps]
    ARRAYS["schedule.cosine.keras"] = [float(cosine(tf.constant(s, tf.float64))) for s in steps]
    ARRAYS["schedule.step.torch"] = torch_rates(30, lambda o: torch.optim.lr_scheduler.StepLR(o, 7, 0.3))


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
    # 0.25 is exact in float32, which Keras rounds the decay to.
    with_keras("adamW.keras", keras.optimizers.AdamW(RATE, weight_decay=0.25))
    with_torch("adamW.torch", lambda w: torch.optim.AdamW(w, RATE, weight_decay=0.25))
    adamw_with_epsilon_in_root(1e-4, 0.25)
    with_torch("sgd.momentum.torch", lambda w: torch.optim.SGD(w, RATE, momentum=0.9))
    clipping()
    schedules()
    one_cycle()
    plateau()
    initialisers()
    versions = {"torch": torch.__version__, **keras_double.VERSIONS}
    write("optimizers.json", versions, ARRAYS)
