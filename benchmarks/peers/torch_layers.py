"""Times LSTM and GRU layers in PyTorch, forward and backward, on noise, as `timbrel bench layers --turns` does.

    python torch_layers.py [--threads 2]

Each line of the input names a layer and the seconds to run it, as `lstm 32 13 128 0.5` for 32 sequences of 13 features
and 128 units; the answer is a JSON object with the milliseconds of each run. Needs: torch (2.x, CPU).
"""

import argparse
import json
import sys
import time

import torch
from torch import nn

STEPS = 130
KINDS = {"lstm": nn.LSTM, "gru": nn.GRU}


class TimedLayer:
    """A layer over all steps; the gradient of x is wanted where x is as wide as the state."""

    def __init__(self, kind, batch, width, units):
        self.layer = KINDS[kind](width, units, batch_first=True)
        self.x = torch.randn(batch, STEPS, width, requires_grad=width == units)
        self.dy = torch.randn(batch, STEPS, units)

    def run_for(self, seconds):
        """The milliseconds of each run, one at least."""
        milliseconds = []
        begun = time.perf_counter()
        while not milliseconds or time.perf_counter() < begun + seconds:
            self.layer.zero_grad()
            self.x.grad = None
            before = time.perf_counter()
            self.layer(self.x)[0].backward(self.dy)
            milliseconds.append(1000 * (time.perf_counter() - before))
        return milliseconds


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--threads", type=int, default=2)
    torch.set_num_threads(options.parse_args().threads)
    torch.manual_seed(1)
    named = layer = None
    for line in sys.stdin:
        *name, seconds = line.split()
        if name != named:
            layer = TimedLayer(name[0], *map(int, name[1:]))
            named = name
        print(json.dumps({"milliseconds": layer.run_for(float(seconds))}), flush=True)


if __name__ == "__main__":
    main()
