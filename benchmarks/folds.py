"""Trains a recipe on each of K folds by track and prints one table: accuracy of every fold, mean, and all folds pooled.

    python benchmarks/folds.py OUT RECIPE --data DIR [--folds 5] [-- OPTION ...]

What stands behind `--` goes to `./timbrel train` as it is. A fold whose run folder OUT/K holds a test already is not
trained again, so an interrupted call can be repeated. Accuracies are read from each run's metrics.jsonl.
"""

import argparse
import json
import math
import pathlib
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]


def events(run):
    """The events of a run, by kind; the last one of each kind but baselines, of which there are several."""
    file = run / "metrics.jsonl"
    found = {"baseline": {}}
    if file.exists():
        for line in file.read_text().splitlines():
            event = json.loads(line)
            if event["kind"] == "baseline":
                found["baseline"][event["name"]] = event["accuracy_track"]
            else:
                found[event["kind"]] = event
    return found


def counts(confusion):
    """Right and all decisions of a confusion matrix."""
    right = sum(row[i] for i, row in enumerate(confusion))
    return right, sum(map(sum, confusion))


def wilson(right, total):
    """The 95% interval of a share."""
    z = 1.959964
    share = right / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return middle - half, middle + half


def row(name, shares, pooled):
    """One line of the table."""
    folds = " ".join(f"{100 * share:.1f}" for share in shares)
    spread = statistics.stdev(shares) if len(shares) > 1 else 0
    line = f"| {name} | {100 * statistics.mean(shares):.1f} ± {100 * spread:.1f} | {folds} |"
    if pooled is None:
        return line + " |"
    low, high = wilson(*pooled)
    return line + f" {pooled[0]} of {pooled[1]} ({100 * low:.0f}-{100 * high:.0f}%) |"


def main():
    options = argparse.ArgumentParser()
    options.add_argument("out", type=pathlib.Path)
    options.add_argument("recipe")
    options.add_argument("--data", required=True, type=pathlib.Path)
    options.add_argument("--folds", type=int, default=5)
    words = sys.argv[1:]
    cut = words.index("--") if "--" in words else len(words)
    chosen = options.parse_args(words[:cut])
    runs = []
    for fold in range(1, chosen.folds + 1):
        run = chosen.out / str(fold)
        if "test" not in events(run):
            begin = ["--resume", str(run)] if (run / "recipe.yaml").exists() else [
                chosen.recipe, "--data", str(chosen.data), "--split", f"{fold}/{chosen.folds}", "--out", str(run),
                *words[cut + 1:]]
            subprocess.run([str(ROOT / "timbrel"), "train", *begin], check=True)
        runs.append(events(run))
    first = runs[0]["test"]
    print(f"{chosen.recipe}, {first['data']}, {chosen.folds} folds by track, seed {first['seed']}; epochs trained: "
          + " ".join(str(run["stop"]["epoch"]) for run in runs))
    print("\n| | mean ± deviation of folds, % | each fold | all folds (95% interval) |\n|---|---|---|---|")
    for unit, name in (("segment", "by segment"), ("track", "by track, mean of probabilities"),
                       ("track_majority", "by track, majority of segments")):
        each = [counts(run["test"][unit]["confusion"]) for run in runs]
        print(row(name, [right / total for right, total in each], tuple(map(sum, zip(*each)))))
    for name in runs[0]["baseline"]:
        print(row(f"{name}, by track", [run["baseline"][name] for run in runs], None))


if __name__ == "__main__":
    main()
