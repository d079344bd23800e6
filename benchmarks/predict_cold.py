"""Seconds from `./timbrel predict` on one 30 s file to its answer, each time in a fresh process.

    python benchmarks/predict_cold.py RUN [--times 9]

RUN is the folder of a trained run. The file is composed first. Prints the median, lowest and highest wall-clock seconds.
"""

import argparse
import pathlib
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("run", type=pathlib.Path)
    options.add_argument("--times", type=int, default=9)
    chosen = options.parse_args()
    timbrel = str(ROOT / "timbrel")
    with tempfile.TemporaryDirectory() as folder:
        corpus = pathlib.Path(folder) / "corpus"
        subprocess.run(
            [timbrel, "compose", "--out", str(corpus), "--tracks", "10", "--seconds", "30", "--seed", "1"],
            check=True, capture_output=True)
        song = next(corpus.glob("jazz/*.wav"))
        seconds = []
        for _ in range(chosen.times):
            begun = time.perf_counter()
            subprocess.run([timbrel, "predict", str(chosen.run), str(song)], check=True, capture_output=True)
            seconds.append(time.perf_counter() - begun)
    print(f"median {statistics.median(seconds):.2f} s, lowest {min(seconds):.2f} s, highest {max(seconds):.2f} s, "
          f"of {len(seconds)} calls")


if __name__ == "__main__":
    main()
