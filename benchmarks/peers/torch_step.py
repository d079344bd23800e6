"""Times training steps of a recipe's model in PyTorch, on noise, as `timbrel bench train --turns` does.

    python torch_step.py RECIPE --layout nchw|channels_last|compiled [--threads 2] [--device cpu|cuda]
        [--precision single|tf32|mixed]

Takes turns: for each line of the input, a number of seconds, it trains for so long and prints a JSON object with the
milliseconds of each step. Needs: torch (2.x). On a GPU a step sends the batch there and waits for its loss, as Timbrel's
does, and cuDNN tries its algorithms beforehand. "mixed" is automatic mixed precision with half-precision numbers.

The models are those of the recipes, layer for layer. An L2 penalty is the optimizer's weight decay, as is usual in PyTorch:
the same gradient, at less cost. Where a recipe's LSTM has one bias, PyTorch's second one is left out of the count of
parameters. PyTorch has no recurrent dropout: li-lstm is without.
"""

import argparse
import json
import sys
import time

import torch
from torch import nn

GENRES = 10


class Sequence(nn.Module):
    """(N,C,T,F) to (N,T,F*C)."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(2)


class Mean(nn.Module):
    """The mean along some axes, which go away."""

    def __init__(self, *axes):
        super().__init__()
        self.axes = axes

    def forward(self, x):
        return x.mean(self.axes)


class Recurrent(nn.Module):
    """LSTM or GRU over (N,T,D); of the last state only, from both directions, unless all are wanted."""

    def __init__(self, kind, inputs, units, everything=False, **options):
        super().__init__()
        self.layer = kind(inputs, units, batch_first=True, **options)
        self.units = units
        self.everything = everything

    def forward(self, x):
        y = self.layer(x)[0]
        if self.everything:
            return y
        last = y[:, -1]
        return torch.cat((last[:, : self.units], y[:, 0, self.units :]), 1) if self.layer.bidirectional else last


class SelfAttention(nn.Module):
    """Four heads over (N,T,D)."""

    def __init__(self, width):
        super().__init__()
        self.layer = nn.MultiheadAttention(width, 4, batch_first=True)

    def forward(self, x):
        return self.layer(x, x, x, need_weights=False)[0]


def harmonynet():
    layers = []
    for inputs, filters in ((1, 32), (32, 64), (64, 128)):
        layers += [nn.Conv2d(inputs, filters, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.3)]
    return nn.Sequential(*layers, Sequence(), Recurrent(nn.LSTM, 128 * 16, 64), nn.Linear(64, GENRES))


def kuppusamy_cnn():
    layers = []
    for inputs, filters, rate in ((1, 32, 0.25), (32, 64, 0.375), (64, 128, 0.5)):
        layers += [nn.Conv2d(inputs, filters, 3, padding=1), nn.ReLU(), nn.BatchNorm2d(filters), nn.MaxPool2d(2),
                   nn.Dropout(rate)]
    layers += [Mean(2, 3)]
    for inputs in (128, 256):
        layers += [nn.Linear(inputs, 256), nn.ReLU(), nn.BatchNorm1d(256), nn.Dropout(0.5)]
    return nn.Sequential(*layers, nn.Linear(256, GENRES))


def kuppusamy_lstm():
    return nn.Sequential(
        Recurrent(nn.LSTM, 13, 64, everything=True), Recurrent(nn.LSTM, 64, 64), nn.Linear(64, 64), nn.ReLU(),
        nn.Dropout(0.3), nn.Linear(64, GENRES))


def chen_cnn():
    layers = []
    for inputs, filters in ((1, 32), (32, 64), (64, 128), (128, 256)):
        layers += [nn.Conv2d(inputs, filters, 3), nn.ReLU(), nn.MaxPool2d(2)]
        layers += [nn.Dropout(0.25)] if filters < 128 else []
    return nn.Sequential(
        *layers, nn.Conv2d(256, 512, 3), nn.ReLU(), nn.Flatten(), nn.Linear(512 * 4 * 4, 128), nn.ReLU(),
        nn.Dropout(0.5), nn.Linear(128, GENRES))


def chen_crnn():
    layers = []
    for inputs, filters in ((1, 64), (64, 128)):
        layers += [nn.Conv2d(inputs, filters, 5), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(
        *layers, Sequence(), Recurrent(nn.GRU, 128 * 29, 128, everything=True, bidirectional=True),
        Recurrent(nn.GRU, 256, 128, bidirectional=True), nn.Linear(256, GENRES))


def chen_rnn():
    return nn.Sequential(
        Recurrent(nn.LSTM, 13, 128, everything=True), Recurrent(nn.LSTM, 128, 128), nn.Linear(128, GENRES))


def li_cnn():
    layers = []
    for inputs, filters in ((1, 32), (32, 56), (56, 56)):
        layers += [nn.Conv2d(inputs, filters, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(
        *layers, Mean(2, 3), nn.Linear(56, 112), nn.ReLU(), nn.Dropout(0.3), nn.Linear(112, GENRES))


def li_lstm():
    return nn.Sequential(
        Recurrent(nn.LSTM, 40, 128, everything=True), nn.Dropout(0.2), Recurrent(nn.LSTM, 128, 32), nn.Dropout(0.2),
        nn.Linear(32, GENRES))


def sheng_cnn_lstm():
    layers = []
    for inputs, filters in ((1, 16), (16, 32)):
        layers += [nn.Conv2d(inputs, filters, 3, padding=1), nn.BatchNorm2d(filters), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(
        *layers, nn.Dropout(0.5), Sequence(), Recurrent(nn.LSTM, 32 * 32, 64, everything=True, bidirectional=True),
        SelfAttention(128), nn.LayerNorm(128), nn.Dropout(0.4), Mean(1), nn.Linear(128, 128), nn.Dropout(0.4),
        nn.Linear(128, GENRES))


class Recipe:
    """A model, the shape of an example, the batch, and how the recipe learns."""

    def __init__(self, model, example, rate, batch=32, l2=0.0, l1=0.0, biases=1, clip=None, smoothing=0.0):
        self.model, self.example, self.rate, self.batch = model, example, rate, batch
        self.l2, self.l1, self.biases, self.clip, self.smoothing = l2, l1, biases, clip, smoothing


RECIPES = {
    "chen-cnn": Recipe(chen_cnn, (1, 128, 128), 1e-3, l2=1e-4),
    "chen-crnn": Recipe(chen_crnn, (1, 128, 128), 1e-3, l2=1e-4),
    "chen-rnn": Recipe(chen_rnn, (130, 13), 1e-3, l2=1e-4),
    "harmonynet": Recipe(harmonynet, (1, 173, 128), 1e-3),
    "kuppusamy-cnn": Recipe(kuppusamy_cnn, (1, 210, 210), 1e-4, l2=0.01),
    "kuppusamy-lstm": Recipe(kuppusamy_lstm, (130, 13), 1e-4),
    "li-cnn": Recipe(li_cnn, (1, 128, 40), 1e-3, l1=1e-5),
    "li-lstm": Recipe(li_lstm, (128, 40), 1e-3, l2=1e-4),
    "sheng-cnn-lstm": Recipe(sheng_cnn_lstm, (1, 128, 128), 1e-3, batch=128, biases=2, clip=1.0, smoothing=0.1),
}


def penalised(model, recipe):
    """The weights that a penalty is on: of convolutions and dense layers, and of a recurrent layer those of its input."""
    if recipe.l2 == 0 and recipe.l1 == 0:
        return []
    weights = [(name, w) for name, w in model.named_parameters() if w.dim() > 1 and "weight_hh" not in name]
    if recipe.model in (kuppusamy_cnn, li_cnn, li_lstm):  # not on the last layer
        weights = weights[:-1]
    return [w for _, w in weights]


def optimizer_of(model, recipe):
    if recipe.model is sheng_cnn_lstm:
        return torch.optim.AdamW(model.parameters(), lr=recipe.rate, weight_decay=0.01)
    if recipe.l2 == 0:
        return torch.optim.Adam(model.parameters(), lr=recipe.rate)
    decayed = penalised(model, recipe)
    chosen = set(map(id, decayed))
    others = [w for w in model.parameters() if id(w) not in chosen]
    return torch.optim.Adam(
        [{"params": decayed, "weight_decay": 2 * recipe.l2}, {"params": others}], lr=recipe.rate)


def parameters(model, recipe):
    """Values of all parameters, running statistics included."""
    count = sum(w.numel() for w in model.state_dict().values() if w.dim() > 0)
    second = sum(w.numel() for layer in model.modules() if isinstance(layer, nn.LSTM)
                 for name, w in layer.named_parameters() if name.startswith("bias_hh"))
    return count - (second if recipe.biases == 1 else 0)


def trainer(recipe, layout, device, precision):
    """The model, and a function that trains it for one step."""
    model = recipe.model().to(device)
    batch = torch.randn(recipe.batch, *recipe.example)
    targets = torch.arange(recipe.batch) % GENRES
    if layout == "channels_last" and batch.dim() == 4:
        model = model.to(memory_format=torch.channels_last)
        batch = batch.contiguous(memory_format=torch.channels_last)
    if device == "cuda":
        batch, targets = batch.pin_memory(), targets.pin_memory()
        torch.backends.cudnn.benchmark = True
        torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = precision == "tf32"
    mixed = precision == "mixed"
    scaler = torch.amp.GradScaler(device, enabled=mixed)
    run = torch.compile(model) if layout == "compiled" else model
    optimizer = optimizer_of(model, recipe)
    loss_of = nn.CrossEntropyLoss(label_smoothing=recipe.smoothing)
    weights = penalised(model, recipe)

    def step():
        optimizer.zero_grad()
        x, labels = batch.to(device, non_blocking=True), targets.to(device, non_blocking=True)
        with torch.autocast(device, torch.float16, enabled=mixed):
            loss = loss_of(run(x), labels)
        if recipe.l1 > 0:
            loss = loss + recipe.l1 * sum(w.abs().sum() for w in weights)
        scaler.scale(loss).backward()
        if recipe.clip is not None:
            scaler.unscale_(optimizer)
            nn.utils.clip_grad_norm_(model.parameters(), recipe.clip)
        scaler.step(optimizer)
        scaler.update()
        loss.item()
        if device == "cuda":
            torch.cuda.synchronize()

    return model, step


def main():
    options = argparse.ArgumentParser()
    options.add_argument("recipe", choices=RECIPES)
    options.add_argument("--layout", choices=("nchw", "channels_last", "compiled"), default="nchw")
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    options.add_argument("--precision", choices=("single", "tf32", "mixed"), default="single")
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(1)
    recipe = RECIPES[chosen.recipe]
    model, step = trainer(recipe, chosen.layout, chosen.device, chosen.precision)
    for line in sys.stdin:
        end = time.perf_counter() + float(line)
        times = []
        while not times or time.perf_counter() < end:
            begun = time.perf_counter()
            step()
            times.append(1000 * (time.perf_counter() - begun))
        print(json.dumps({
            "batch": recipe.batch,
            "parameters": parameters(model, recipe),
            "milliseconds": times,
            "torch": torch.__version__,
        }), flush=True)


if __name__ == "__main__":
    main()
