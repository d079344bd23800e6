"""Golden values for org.timbrel.training.baseline: scikit-learn's LogisticRegression on a small made set.

Writes training/src/test/resources/org/timbrel/training/baseline/golden.json; run from the repository root.
"""

import json
import math
import pathlib

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

OUT = pathlib.Path("training/src/test/resources/org/timbrel/training/baseline/golden.json")
TRACKS, FEATURES, CLASSES = 40, 4, 3


def made():
    """The formula that LinearMfccTest has too: overlapping classes of unequal size, features of unequal scale."""
    labels = [i % CLASSES if i % 5 else 0 for i in range(TRACKS)]
    x = [
        [(j + 1) * (math.sin(1.7 * i + 2.3 * j) + 0.8 * math.cos(labels[i] * (j + 1.0))) + 10 * j for j in range(FEATURES)]
        for i in range(TRACKS)
    ]
    return np.array(x), np.array(labels)


x, y = made()
scaler = StandardScaler().fit(x)
model = LogisticRegression(C=1.0, tol=1e-12, max_iter=100_000).fit(scaler.transform(x), y)
held_out = made()[0][::7] * 0.9 + 0.3
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text(
    json.dumps(
        {
            "versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
            "weights": model.coef_.tolist(),
            "intercepts": model.intercept_.tolist(),
            "probabilities": model.predict_proba(scaler.transform(held_out)).tolist(),
            "predicted": model.predict(scaler.transform(held_out)).tolist(),
        },
        indent=1,
    )
    + "\n"
)
