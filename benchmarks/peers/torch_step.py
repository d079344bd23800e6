"""Times one training step of a recipe's model in PyTorch, on noise, as `timbrel bench train` does.

    python torch_step.py RECIPE --layout nchw|channels_last|compiled [--batch 32] [--threads 2] [--warmup 5] [--steps 20]

Prints one JSON object. Needs: torch (2.x, CPU).
"""

import argparse
import json
import statistics
import time

import torch
from torch import nn


class HarmonyNet(nn.Module):
    """Images (N, 1, T, F); convolutions 32-64-128 with ReLU, pooling and dropout, LSTM 64 over time, dense 10."""

    def __init__(self):
        super().__init__()
        layers = []
        for inputs, filters in ((1, 32), (32, 64), (64, 128)):
            layers += [nn.Conv2d(inputs, filters, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.3)]
        self.front = nn.Sequential(*layers)
        self.lstm = nn.LSTM(128 * 16, 64, batch_first=True)
        self.dense = nn.Linear(64, 10)

    def forward(self, x):
        y = self.front(x)  # (N, C, T', F')
        sequence = y.permute(0, 2, 3, 1).flatten(2)  # (N, T', F'*C)
        return self.dense(self.lstm(sequence)[0][:, -1])


class MfccLstm(nn.Module):
    """Sequences (N, 130, 13); LSTM 64, LSTM 64, dense 64 with ReLU, dropout, dense 10."""

    def __init__(self):
        super().__init__()
        self.first = nn.LSTM(13, 64, batch_first=True)
        self.second = nn.LSTM(64, 64, batch_first=True)
        self.head = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, 10))

    def forward(self, x):
        return self.head(self.second(self.first(x)[0])[0][:, -1])


MODELS = {
    "harmonynet": (HarmonyNet, (1, 173, 128), 1e-3),
    "kuppusamy-lstm": (MfccLstm, (130, 13), 1e-4),
}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("recipe", choices=MODELS)
    options.add_argument("--layout", choices=("nchw", "channels_last", "compiled"), default="nchw")
    options.add_argument("--batch", type=int, default=32)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--warmup", type=int, default=5)
    options.add_argument("--steps", type=int, default=20)
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(1)
    make, shape, rate = MODELS[chosen.recipe]
    model = make()
    x = torch.randn(chosen.batch, *shape)
    labels = torch.arange(chosen.batch) % 10
    if chosen.layout == "channels_last" and len(shape) == 3:
        model = model.to(memory_format=torch.channels_last)
        x = x.contiguous(memory_format=torch.channels_last)
    run = torch.compile(model) if chosen.layout == "compiled" else model
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    loss_of = nn.CrossEntropyLoss()
    times = []
    for step in range(chosen.warmup + chosen.steps):
        begun = time.perf_counter()
        optimizer.zero_grad()
        loss = loss_of(run(x), labels)
        loss.backward()
        optimizer.step()
        if step >= chosen.warmup:
            times.append(1000 * (time.perf_counter() - begun))
    print(json.dumps({
        "recipe": chosen.recipe,
        "layout": chosen.layout,
        "batch": chosen.batch,
        "milliseconds": statistics.median(times),
        "torch": torch.__version__,
    }))


if __name__ == "__main__":
    main()
