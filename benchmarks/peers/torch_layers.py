"""Times LSTM and GRU layers in PyTorch, forward and backward, on noise, as `timbrel bench layers` does.

    python torch_layers.py [--units 32,64,128] [--batch 32,128] [--threads 2] [--seconds 1]

Prints one JSON object a layer. Needs: torch (2.x, CPU).
"""

import argparse
import json
import statistics
import time

import torch
from torch import nn

STEPS = 130


def milliseconds(kind, batch, width, units, seconds):
    """The median time of a layer over all steps; the gradient of x is wanted where x is as wide as the state."""
    layer = kind(width, units, batch_first=True)
    x = torch.randn(batch, STEPS, width, requires_grad=width == units)
    dy = torch.randn(batch, STEPS, units)
    times = []
    counted = time.perf_counter() + seconds
    while time.perf_counter() < counted + seconds or len(times) < 5:
        layer.zero_grad()
        x.grad = None
        begun = time.perf_counter()
        layer(x)[0].backward(dy)
        if begun >= counted:
            times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)


def numbers(text):
    """12,34 as a list of numbers."""
    return [int(number) for number in text.split(",")]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--units", type=numbers, default=[32, 64, 128])
    options.add_argument("--batch", type=numbers, default=[32, 128])
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--seconds", type=float, default=1)
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(1)
    for name, kind in (("lstm", nn.LSTM), ("gru", nn.GRU)):
        for batch in chosen.batch:
            for units in chosen.units:
                for width in (13, units):
                    print(json.dumps({
                        "layer": name,
                        "batch": batch,
                        "in": width,
                        "units": units,
                        "milliseconds": milliseconds(kind, batch, width, units, chosen.seconds),
                    }), flush=True)


if __name__ == "__main__":
    main()
