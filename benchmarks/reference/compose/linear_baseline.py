"""How well a linear model on mean MFCC tells the styles of a composed corpus apart.

Per track: the mean over time of librosa's 20 MFCC (its defaults), standardised on the training side; multinomial
logistic regression; stratified splits by track, 80 / 20, seeds 0, 1, 2, ...

    python linear_baseline.py CORPUS [SPLITS]
"""

import pathlib
import sys

import librosa
import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def mean_mfcc(path):
    samples, rate = librosa.load(path, sr=None)
    return librosa.feature.mfcc(y=samples, sr=rate).mean(axis=1)


def main(corpus, splits=5):
    files = sorted(pathlib.Path(corpus).glob("*/*.wav"))
    styles = np.array([path.parent.name for path in files])
    names = sorted(set(styles))
    features = np.array([mean_mfcc(path) for path in files])
    accuracies = []
    confusion = np.zeros((len(names), len(names)), dtype=int)
    for seed in range(int(splits)):
        train, test = train_test_split(np.arange(len(files)), test_size=0.2, stratify=styles, random_state=seed)
        model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000))
        predicted = model.fit(features[train], styles[train]).predict(features[test])
        accuracies.append(np.mean(predicted == styles[test]))
        confusion += confusion_matrix(styles[test], predicted, labels=names)
    print(f"librosa {librosa.__version__}, scikit-learn {sklearn.__version__}, {len(files)} tracks")
    print("accuracy by track:", " ".join(f"{a:.3f}" for a in accuracies), f"mean {np.mean(accuracies):.3f}")
    print("confusion (rows: true), order", " ".join(names))
    print(confusion)


if __name__ == "__main__":
    main(*sys.argv[1:])
