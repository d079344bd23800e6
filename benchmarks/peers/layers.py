"""LSTM and GRU layers of Timbrel beside PyTorch, default and tuned: one process after another, several rounds, medians.

    python benchmarks/peers/layers.py [--rounds 3] [--threads 2] [--seconds 1] [--units 32,64,128] [--batch 32,128]

Prints a Markdown table. Run it with a Python that has torch; Timbrel is run through ./timbrel. "Tuned" is what it is in
training_step.py.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

from training_step import ROOT, TUNED


def timed(command, extra_environment):
    """Milliseconds by layer, batch, width of the input and units, from the lines of JSON that a command prints."""
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **extra_environment}, text=True, capture_output=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    entries = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return {(e["layer"], e["batch"], e["in"], e["units"]): e["milliseconds"] for e in entries}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=3)
    for name, default in (("threads", "2"), ("seconds", "1"), ("units", "32,64,128"), ("batch", "32,128")):
        options.add_argument(f"--{name}", default=default)
    chosen = options.parse_args()
    shared = []
    for name in ("threads", "seconds", "units", "batch"):
        shared += [f"--{name}", getattr(chosen, name)]
    torch = [sys.executable, str(pathlib.Path(__file__).parent / "torch_layers.py"), *shared]
    contenders = (
        (["./timbrel", "bench", "layers", "--json", *shared], {}),
        (torch, {}),
        (torch, TUNED),
    )
    times = [{} for _ in contenders]
    for _ in range(chosen.rounds):
        for (command, environment), seen in zip(contenders, times):
            for layer, value in timed(command, environment).items():
                seen.setdefault(layer, []).append(value)
    print("| layer | batch | inputs | units | Timbrel ms | PyTorch ms | PyTorch tuned ms | Timbrel is faster than tuned by |")
    print("|---|---|---|---|---|---|---|---|")
    for layer in times[0]:
        ours, default, tuned = (statistics.median(seen[layer]) for seen in times)
        name, batch, width, units = layer
        print(f"| {name} | {batch} | {width} | {units} | {ours:.2f} | {default:.2f} | {tuned:.2f} | {tuned / ours:.2f} |")


if __name__ == "__main__":
    main()
