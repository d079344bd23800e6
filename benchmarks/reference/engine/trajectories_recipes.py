"""Losses of whole trainings of the recipes, by Keras or PyTorch in float64: writes recipe-trajectories.json.

Weights and batches come from formula.py, as in trajectories.py: trained parameter number i has the salt 1 + i and a scale
of its own, and lies as Timbrel lays it out; a gamma has 1 added. Batch j has the salts 1000 + j and 2000 + j. Dropout and
augmentation are off. Four rates are lower than the recipes have: with the recipe's, training on noise is
chaotic. Gradients that Keras itself gets with noise of 1e-7 of their deviation move chen-cnn's losses by 5.6e-3 at 1e-3
and by 4e-6 at 1e-4; first weights that are 6e-8 off move li-cnn's by 5.4e-4 and 4e-9. The loss is that before the update, penalties included. BatchNorm normalises by the batch.

    python trajectories_recipes.py [NAME...]
"""

import sys

import keras_double

import keras
import numpy as np
import tensorflow as tf
import torch

import recipe_models as models
from formula import labels, values, write
from trajectories import glorot_scale

BATCH, BATCHES, CLASSES = 4, 5, 10
ARRAYS = {}


def start(i, shape, gamma):
    """First values of a parameter, and their scale."""
    scale = glorot_scale(shape)
    ARRAYS.setdefault("scales", []).append(scale)
    return values(1 + i, *shape, scale=scale) + (1.0 if gamma else 0.0)


def batches(shape):
    return [(values(1000 + j, BATCH, *shape), labels(2000 + j, BATCH, CLASSES)) for j in range(BATCHES)]


def done(name, losses):
    ARRAYS[f"{name}.scales"] = ARRAYS.pop("scales")
    ARRAYS[f"{name}.losses"] = losses
    print(name, losses[0], "...", losses[-1], flush=True)


def gru_gates(weight):
    """Keras has the gates z, r, h where Timbrel has r, z, n."""
    r, z, n = np.split(weight, 3, axis=-1)
    return np.concatenate([z, r, n], axis=-1)


def in_keras(name, model, rate, steps=30):
    for i, w in enumerate(model.trainable_weights):
        value = start(i, w.shape, "gamma" in w.path)
        w.assign(gru_gates(value) if "gru" in w.path else value)
    optimizer = keras.optimizers.Adam(rate)
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    data = batches(model.input_shape[1:])

    @tf.function
    def step(x, y):
        with tf.GradientTape() as tape:
            loss = loss_of(y, model(x, training=True)) + sum(model.losses)
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        return loss

    optimizer.build(model.trainable_variables)
    done(name, [float(step(*data[t % BATCHES])) for t in range(steps)])


class Sheng(torch.nn.Module):
    """Table I of Sheng; images (N,C,T,F)."""

    def __init__(self, filters=(16, 32), bins=128, units=64, heads=4, dense=128):
        super().__init__()
        features = bins // 4 * filters[1]
        self.conv1 = torch.nn.Conv2d(1, filters[0], 3, padding=1)
        self.bn1 = torch.nn.BatchNorm2d(filters[0])
        self.conv2 = torch.nn.Conv2d(filters[0], filters[1], 3, padding=1)
        self.bn2 = torch.nn.BatchNorm2d(filters[1])
        self.lstm = torch.nn.LSTM(features, units, batch_first=True, bidirectional=True)
        self.attention = torch.nn.MultiheadAttention(2 * units, heads, batch_first=True)
        self.norm = torch.nn.LayerNorm(2 * units)
        self.dense1 = torch.nn.Linear(2 * units, dense)
        self.dense2 = torch.nn.Linear(dense, CLASSES)

    def forward(self, x):
        pool = torch.nn.functional.max_pool2d
        x = pool(torch.relu(self.bn1(self.conv1(x))), 2)
        x = pool(torch.relu(self.bn2(self.conv2(x))), 2)
        x = x.permute(0, 2, 3, 1).flatten(2)
        x, _ = self.lstm(x)
        x, _ = self.attention(x, x, x, need_weights=False)
        return self.dense2(self.dense1(self.norm(x).mean(1)))

    def load(self):
        """Puts the formula's numbers in, in Timbrel's order and layout."""
        count = 0

        def next_value(*shape, gamma=False):
            nonlocal count
            count += 1
            return torch.from_numpy(start(count - 1, shape, gamma))

        with torch.no_grad():
            for conv, norm in ((self.conv1, self.bn1), (self.conv2, self.bn2)):
                c = conv.out_channels
                conv.weight.copy_(next_value(3, 3, conv.in_channels, c).permute(3, 2, 0, 1))
                conv.bias.copy_(next_value(c))
                norm.weight.copy_(next_value(c, gamma=True))
                norm.bias.copy_(next_value(c))
            h, d = self.lstm.hidden_size, self.lstm.input_size
            for suffix in ("", "_reverse"):
                getattr(self.lstm, "weight_ih_l0" + suffix).copy_(next_value(d, 4 * h).T)
                getattr(self.lstm, "weight_hh_l0" + suffix).copy_(next_value(h, 4 * h).T)
                biases = next_value(2, 4 * h)
                getattr(self.lstm, "bias_ih_l0" + suffix).copy_(biases[0])
                getattr(self.lstm, "bias_hh_l0" + suffix).copy_(biases[1])
            e = 2 * h
            self.attention.in_proj_weight.copy_(next_value(e, 3 * e).T)
            self.attention.in_proj_bias.copy_(next_value(3 * e))
            self.attention.out_proj.weight.copy_(next_value(e, e).T)
            self.attention.out_proj.bias.copy_(next_value(e))
            self.norm.weight.copy_(next_value(e, gamma=True))
            self.norm.bias.copy_(next_value(e))
            for dense in (self.dense1, self.dense2):
                dense.weight.copy_(next_value(dense.in_features, dense.out_features).T)
                dense.bias.copy_(next_value(dense.out_features))


def in_torch(name, model, frames, bins, steps=30):
    """AdamW, one cycle over 30 steps, label smoothing, clipping; as the recipe, with PyTorch's form of the cycle."""
    model.double().train()
    model.load()
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.001, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.001, total_steps=30, cycle_momentum=False)
    loss_of = torch.nn.CrossEntropyLoss(label_smoothing=0.1)
    data = batches((frames, bins))
    losses = []
    for t in range(steps):
        x, y = data[t % BATCHES]
        loss = loss_of(model(torch.from_numpy(x)[:, None]), torch.from_numpy(y))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
    done(name, losses)


L2 = keras.regularizers.L2(1e-4)
TRAININGS = {
    "kuppusamy-cnn": lambda n: in_keras(n, models.kuppusamy_cnn(24, 210), 1e-5),
    "kuppusamy-lstm": lambda n: in_keras(n, models.kuppusamy_lstm(), 1e-4),
    "harmonynet": lambda n: in_keras(n, models.harmonynet(24), 1e-4),
    "li-cnn": lambda n: in_keras(n, models.li_cnn(), 1e-4),
    "li-lstm": lambda n: in_keras(n, models.li_lstm(), 1e-3),
    "chen-cnn": lambda n: in_keras(n, models.chen_cnn(78, penalty=L2), 3e-5),
    "chen-rnn": lambda n: in_keras(n, models.chen_rnn(penalty=L2), 1e-3),
    "chen-crnn": lambda n: in_keras(n, models.chen_crnn(24, penalty=L2), 1e-3),
    "sheng-cnn-lstm": lambda n: in_torch(n, Sheng(), 128, 128),
    "kuppusamy-cnn.small": lambda n: in_keras(n, models.kuppusamy_cnn(16, 16, (4, 6, 8), 8), 1e-4, 3),
    "kuppusamy-lstm.small": lambda n: in_keras(n, models.kuppusamy_lstm(20, 13, 8), 1e-4, 3),
    "harmonynet.small": lambda n: in_keras(n, models.harmonynet(16, 24, (4, 6, 8), 8), 1e-4, 3),
    "li-cnn.small": lambda n: in_keras(n, models.li_cnn(16, 40, (4, 6, 8), 8), 1e-3, 3),
    "li-lstm.small": lambda n: in_keras(n, models.li_lstm(12, 40, (8, 4)), 1e-3, 3),
    "chen-cnn.small": lambda n: in_keras(n, models.chen_cnn(78, 78, (2, 3, 4, 5, 6), 8, penalty=L2), 1e-3, 3),
    "chen-rnn.small": lambda n: in_keras(n, models.chen_rnn(20, 13, 8, penalty=L2), 1e-3, 3),
    "chen-crnn.small": lambda n: in_keras(n, models.chen_crnn(24, 24, (3, 4), 8, penalty=L2), 1e-3, 3),
    "sheng-cnn-lstm.small": lambda n: in_torch(n, Sheng((3, 4), 16, 4, 4, 8), 16, 16, 3),
}

if __name__ == "__main__":
    for name in sys.argv[1:] or TRAININGS:
        TRAININGS[name](name)
    write("recipe-trajectories.json", {**keras_double.VERSIONS, "torch": torch.__version__}, ARRAYS)
