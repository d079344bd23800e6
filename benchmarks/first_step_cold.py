"""Seconds from `./timbrel train` to the end of its first training step, features cached, each time in a fresh process.

    python benchmarks/first_step_cold.py [RECIPE] [--times 9] [--data DIR]

Features are computed first, of DIR or of a corpus of 40 tracks that is composed. The process is given a terminal of its own, on which it
draws a line after each step; it is ended at the first. Prints the median, lowest and highest wall-clock seconds.
"""

import argparse
import os
import pathlib
import pty
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]


def first_step(command):
    """Seconds until the first step is drawn."""
    watched, terminal = pty.openpty()
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=terminal, env={**os.environ, "TERM": "xterm"})
    os.close(terminal)
    said = b""
    while b"accuracy" not in said:
        try:
            said += os.read(watched, 4096)
        except OSError as ended:
            raise SystemExit(f"it ended without a step and said: {said.decode()}") from ended
    seconds = time.perf_counter() - begun
    process.kill()
    process.wait()
    os.close(watched)
    return seconds


def main():
    options = argparse.ArgumentParser()
    options.add_argument("recipe", nargs="?", default="harmonynet")
    options.add_argument("--times", type=int, default=9)
    options.add_argument("--data", help="a folder with a folder of music files for each genre")
    chosen = options.parse_args()
    timbrel = str(ROOT / "timbrel")
    with tempfile.TemporaryDirectory() as folder:
        corpus = chosen.data or str(pathlib.Path(folder) / "corpus")
        if chosen.data is None:
            subprocess.run(
                [timbrel, "compose", "--out", corpus, "--tracks", "40", "--seconds", "30", "--seed", "1"],
                check=True, capture_output=True)
        train = [timbrel, "train", chosen.recipe, "--data", corpus, "--out"]
        first_step([*train, f"{folder}/features"])
        seconds = [first_step([*train, f"{folder}/run{i}"]) for i in range(chosen.times)]
    print(f"median {statistics.median(seconds):.2f} s, lowest {min(seconds):.2f} s, highest {max(seconds):.2f} s, "
          f"of {len(seconds)} calls")


if __name__ == "__main__":
    main()
