"""A training step of Timbrel beside PyTorch, default and tuned: one process after another, several rounds, medians.

    python benchmarks/peers/training_step.py [--rounds 5] [--threads 2] [--layouts nchw channels_last compiled] [RECIPE ...]

Prints a Markdown table. Run it with a Python that has torch; Timbrel is run through ./timbrel. "Tuned" sets the C
library's allocator so that large tensors are not mapped and unmapped at every step.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TUNED = {
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": "16000000000",
    "MALLOC_MMAP_THRESHOLD_": "8000000000",
}
LAYOUTS = {"harmonynet": ("nchw", "channels_last", "compiled"), "kuppusamy-lstm": ("nchw", "compiled")}


def last_json(command, extra_environment):
    """The JSON object on the last line that a command prints."""
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **extra_environment}, text=True, capture_output=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    return json.loads(done.stdout.strip().splitlines()[-1])["milliseconds"]


def contenders(recipe, threads, layouts):
    """Name, command and environment of everything that is timed."""
    yield "Timbrel", [
        "./timbrel", "bench", "train", recipe, "--set", "training.batch=32", "--threads", str(threads), "--json"], {}
    here = pathlib.Path(__file__).parent / "torch_step.py"
    for layout in filter(layouts.__contains__, LAYOUTS[recipe]):
        command = [sys.executable, str(here), recipe, "--layout", layout, "--threads", str(threads)]
        yield f"PyTorch default, {layout}", command, {}
        yield f"PyTorch tuned, {layout}", command, TUNED


def main():
    options = argparse.ArgumentParser()
    options.add_argument("recipes", nargs="*", default=list(LAYOUTS))
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--layouts", nargs="+", default=["nchw", "channels_last", "compiled"])
    chosen = options.parse_args()
    print("| recipe, batch 32 | contender | ms a step, median | lowest - highest | Timbrel is faster by |")
    print("|---|---|---|---|---|")
    for recipe in chosen.recipes:
        entries = list(contenders(recipe, chosen.threads, chosen.layouts))
        times = {name: [] for name, _, _ in entries}
        for _ in range(chosen.rounds):
            for name, command, environment in entries:
                times[name].append(last_json(command, environment))
        ours = statistics.median(times["Timbrel"])
        for name, values in times.items():
            median = statistics.median(values)
            ratio = "" if name == "Timbrel" else f"{median / ours:.2f}"
            print(f"| {recipe} | {name} | {median:.1f} | {min(values):.1f} - {max(values):.1f} | {ratio} |", flush=True)


if __name__ == "__main__":
    main()
