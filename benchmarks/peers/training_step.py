"""A training step of Timbrel beside PyTorch, default and tuned, in turns; medians, and the peak of resident memory.

    python benchmarks/peers/training_step.py [--rounds 3] [--seconds 0.7] [--threads 2] [--device cpu|cuda]
        [--width 256] [--layouts nchw channels_last compiled] [RECIPE ...]

With `--device cuda` Timbrel's backend `opencl`, in single precision, with TF32 and in mixed precision, stands beside PyTorch on the GPU: as it is
and compiled; single, with TF32, and in automatic mixed precision.

Prints rows of a Markdown table, all recipes unless some are named. Run it with a Python that has torch; Timbrel is run
through ./timbrel. "Tuned" sets the C library's allocator so that large tensors are not mapped and unmapped at every step.
With `--width 256` (AVX2) or `--width 128` all contenders compute with vectors so wide, as they would on such a processor.
All contenders of a recipe are started together, each is warmed up, and then they take turns of some seconds. DJL and
DL4J stand beside harmonynet and kuppusamy-lstm where --java names what `mvn package` made in benchmarks/peers/java.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

from torch_step import RECIPES

ROOT = pathlib.Path(__file__).resolve().parents[2]
TUNED = {
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": "16000000000",
    "MALLOC_MMAP_THRESHOLD_": "8000000000",
}

# What holds a contender to vectors of so many bits: the JVM; PyTorch's own kernels, oneDNN and MKL.
WIDTHS = {
    None: {},
    256: {
        "JAVA_TOOL_OPTIONS": "-XX:UseAVX=2",
        "ATEN_CPU_CAPABILITY": "avx2",
        "ONEDNN_MAX_CPU_ISA": "AVX2",
        "MKL_ENABLE_INSTRUCTIONS": "AVX2",
    },
    128: {
        "JAVA_TOOL_OPTIONS": "-XX:UseAVX=1",
        "ATEN_CPU_CAPABILITY": "default",
        "ONEDNN_MAX_CPU_ISA": "SSE41",
        "MKL_ENABLE_INSTRUCTIONS": "SSE4_2",
    },
}


class Contender:
    """A process that runs what a line tells it, for the seconds that it says, and answers with the milliseconds of each run."""

    def __init__(self, name, command, environment=None):
        self.name = name
        self.turns = []
        self.process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **(environment or {})}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def run(self, line):
        """One turn, which does not count yet."""
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.name} ended; its own message says why")
        return json.loads(answer)

    def take_turn(self, line):
        self.turns.append(statistics.median(self.run(line)["milliseconds"]))

    def median(self):
        return statistics.median(self.turns)

    def peak_megabytes(self):
        """The most memory that was resident; Linux only."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    def end(self):
        self.process.stdin.close()
        self.process.wait()


TORCH_STEP = str(pathlib.Path(__file__).parent / "torch_step.py")


def contenders_on_a_gpu(recipe, compiled):
    """Everything that is timed on a CUDA device, started."""
    ours = ["./timbrel", "bench", "train", recipe, "--turns", "--backend", "opencl"]
    yield Contender("Timbrel, single", ours)
    yield Contender("Timbrel, tf32", ours, {"TIMBREL_TENSOR_CORES": "tf32"})
    yield Contender("Timbrel, mixed", [*ours, "--set", "training.precision=mixed"])
    for layout, name in [("channels_last", "eager")] + compiled * [("compiled", "compiled")]:
        for precision in ("single", "tf32", "mixed"):
            yield Contender(f"PyTorch {name}, {precision}", [
                sys.executable, TORCH_STEP, recipe, "--layout", layout, "--device", "cuda", "--precision", precision])


def contenders(recipe, threads, layouts, java, peers):
    """Everything that is timed on the CPU, started."""
    yield Contender("Timbrel", ["./timbrel", "bench", "train", recipe, "--turns", "--threads", str(threads)])
    for layout in layouts:
        if layout == "channels_last" and len(RECIPES[recipe].example) < 3:
            continue  # a sequence has one layout
        command = [sys.executable, TORCH_STEP, recipe, "--layout", layout, "--threads", str(threads)]
        yield Contender(f"PyTorch default, {layout}", command)
        yield Contender(f"PyTorch tuned, {layout}", command, TUNED)
    if java is not None and recipe in ("harmonynet", "kuppusamy-lstm"):
        classes = f"{java}/timbrel-peers-0.1.0-SNAPSHOT.jar:{java}/jars/*"
        environment = {**TUNED, "OMP_NUM_THREADS": str(threads)}
        for name in peers:
            command = ["java", "-cp", classes, f"org.timbrel.peers.{name.capitalize()}Step", recipe]
            yield Contender(f"{name.upper()}, tuned", command, environment)


def measured(recipe, chosen):
    """The contenders of a recipe, after all their turns."""
    if chosen.device == "cuda":
        entries = list(contenders_on_a_gpu(recipe, chosen.compiled))
    else:
        entries = list(contenders(recipe, chosen.threads, chosen.layouts, chosen.java, chosen.peers))
    ours = entries[0].run(chosen.warmup)
    for peer in entries[1:]:
        theirs = peer.run(chosen.warmup / 4)
        for what in ("batch", "parameters"):
            if theirs[what] != ours[what]:
                raise SystemExit(f"{recipe}: {peer.name} has {what} {theirs[what]}, Timbrel {ours[what]}")
    for _ in range(chosen.rounds):
        for entry in entries:
            entry.take_turn(chosen.seconds)
    return entries, ours


def main():
    options = argparse.ArgumentParser()
    options.add_argument("recipes", nargs="*", default=list(RECIPES), metavar="RECIPE")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=float, default=0.7, help="of a turn, one step at least")
    options.add_argument("--warmup", type=float, default=4, help="seconds of Timbrel's; PyTorch's is a quarter of it")
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    options.add_argument("--compiled", action=argparse.BooleanOptionalAction, default=True, help="on cuda: torch.compile too")
    options.add_argument("--width", type=int, choices=[width for width in WIDTHS if width], help="bits of a vector, x86 processors")
    options.add_argument("--layouts", nargs="*", default=["nchw", "channels_last"])
    options.add_argument("--java", type=pathlib.Path, help="target folder of benchmarks/peers/java, once it is built")
    options.add_argument("--peers", nargs="+", default=["djl", "dl4j"], help="which of them")
    chosen = options.parse_args()
    os.environ.update(WIDTHS[chosen.width])
    chosen.java = chosen.java and chosen.java.resolve()
    print("| recipe | batch | contender | ms a step, median | lowest - highest turn | Timbrel is faster by | peak MB |")
    print("|---|---|---|---|---|---|---|")
    for recipe in chosen.recipes:
        entries, answer = measured(recipe, chosen)
        for entry in entries:
            ratio = "" if entry is entries[0] else f"{entry.median() / entries[0].median():.2f}"
            spread = f"{min(entry.turns):.1f} - {max(entry.turns):.1f}"
            print(f"| {recipe} | {answer['batch']} | {entry.name} | {entry.median():.1f} | {spread} | {ratio} "
                  f"| {entry.peak_megabytes():.0f} |", flush=True)
            entry.end()


if __name__ == "__main__":
    main()
