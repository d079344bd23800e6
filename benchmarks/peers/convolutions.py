"""Every 3 x 3 convolution of the recipes, forward and both ways back, beside PyTorch, a line for each pass.

    python benchmarks/peers/convolutions.py [--sizes 86x64x32x64,...] [--threads 2] [--batch 32] [--rounds 5] [--seconds 0.3]

`./timbrel bench kernels --op conv2d-passes` times them in turns; this condenses its figures to a Markdown table. PyTorch's
figure is its best of both layouts, with and without the allocator tuned as training_step.py has it. Run it with a Python that
has torch.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

from training_step import ROOT


def best(contenders, kind, threads):
    return min((c for c in contenders if c["kind"] == kind and c["threads"] == threads), key=lambda c: c["milliseconds"])


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--sizes")
    for name, default in (("threads", "2"), ("batch", "32"), ("rounds", "5"), ("seconds", "0.3")):
        options.add_argument(f"--{name}", default=default)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = pathlib.Path(folder) / "figures.json"
        command = ["./timbrel", "bench", "kernels", "--op", "conv2d-passes", "--python", sys.executable]
        command += ["--json", str(figures), "--threads", chosen.threads, "--batch", chosen.batch]
        command += ["--rounds", chosen.rounds, "--seconds", chosen.seconds]
        command += ["--sizes", chosen.sizes] if chosen.sizes else []
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
        problems = json.loads(figures.read_text())["problems"]
    print("| convolution | pass | Timbrel ms | PyTorch's best ms | which | Timbrel is faster by |")
    print("|---|---|---|---|---|---|")
    for problem in problems:
        ours = best(problem["contenders"], "rung", int(chosen.threads))["milliseconds"]
        peer = best(problem["contenders"], "library", int(chosen.threads))
        way = {"conv2d": "forward", "conv2d-input": "to input", "conv2d-weights": "to weights"}[problem["operation"]]
        print(f"| {problem['size']} | {way} | {ours:.2f} | {peer['milliseconds']:.2f} | {peer['name']} "
              f"| {peer['milliseconds'] / ours:.2f} |", flush=True)


if __name__ == "__main__":
    main()
