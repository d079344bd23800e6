"""Golden values for org.timbrel.training.metrics: scikit-learn's metrics, SciPy's Wilson interval, NumPy's votes.

Writes training/src/test/resources/org/timbrel/training/metrics/golden.json; run from the repository root.
"""

import json
import pathlib

import numpy as np
import scipy
import sklearn
from scipy.stats import binomtest
from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support

OUT = pathlib.Path("training/src/test/resources/org/timbrel/training/metrics/golden.json")


def classification(name, classes, truth, predicted):
    labels = list(range(classes))
    p, r, f, support = precision_recall_fscore_support(truth, predicted, labels=labels, zero_division=0)
    macro = precision_recall_fscore_support(truth, predicted, labels=labels, average="macro", zero_division=0)
    return {
        "name": name,
        "classes": classes,
        "truth": truth,
        "predicted": predicted,
        "accuracy": float(accuracy_score(truth, predicted)),
        "confusion": confusion_matrix(truth, predicted, labels=labels).tolist(),
        "precision": p.tolist(),
        "recall": r.tolist(),
        "f1": f.tolist(),
        "support": support.tolist(),
        "macro": [float(value) for value in macro[:3]],
    }


def wilson(correct, total):
    interval = binomtest(correct, total).proportion_ci(confidence_level=0.95, method="wilson")
    return {"correct": correct, "total": total, "low": float(interval.low), "high": float(interval.high)}


def vote(segments):
    votes = np.bincount(segments.argmax(axis=1), minlength=segments.shape[1])
    return {
        "segments": segments.tolist(),
        "mean": segments.mean(axis=0).tolist(),
        "mean_winner": int(segments.mean(axis=0).argmax()),
        "votes": (votes / len(segments)).tolist(),
        "majority_winner": int(votes.argmax()),
        "tied": bool((votes == votes.max()).sum() > 1),
    }


def main():
    rng = np.random.default_rng(20260101)
    truth = rng.integers(0, 10, 60)
    predicted = np.where(rng.random(60) < 0.6, truth, rng.integers(0, 10, 60))
    drawn = (vote(np.round(rng.dirichlet([0.5] * 5, size=int(rng.integers(1, 12))), 4)) for _ in range(40))
    golden = {
        "versions": {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "numpy": np.__version__},
        "classification": [
            classification("ten classes", 10, truth.tolist(), predicted.tolist()),
            classification("a class never predicted", 3, [0, 0, 1, 1, 2], [0, 1, 1, 1, 0]),
            classification("a class without examples", 4, [0, 0, 1, 3], [0, 2, 1, 3]),
            classification("a class without either", 3, [0, 1, 1], [0, 1, 0]),
            classification("all wrong", 2, [0, 1], [1, 0]),
        ],
        "wilson": [wilson(*pair) for pair in [(0, 10), (10, 10), (1, 3), (81, 100), (160, 290), (9451, 10000)]],
        "votes": [v for v in drawn if not v["tied"]][:8],
    }
    OUT.write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
