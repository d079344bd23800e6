"""Log-mel spectrograms of all WAV files of a folder by librosa, with its defaults, written as .npy files.

    python librosa_features.py FOLDER OUT PROCESSES FILES

FILES is how many files are taken, 0 for all. Needs: librosa 0.10 or newer.
"""

import functools
import multiprocessing
import pathlib
import sys

import librosa
import numpy as np


def write(out, numbered):
    """One file, from samples at its own rate to decibels."""
    number, file = numbered
    samples, rate = librosa.load(file, sr=None)
    mel = librosa.power_to_db(librosa.feature.melspectrogram(y=samples, sr=rate))
    np.save(out / f"{number}.npy", mel)


def main():
    folder, out, processes, count = sys.argv[1:]
    files = sorted(pathlib.Path(folder).rglob("*.wav"))
    numbered = list(enumerate(files))[: int(count) or None]
    work = functools.partial(write, pathlib.Path(out))
    if int(processes) == 1:
        for one in numbered:
            work(one)
    else:
        with multiprocessing.Pool(int(processes)) as pool:
            pool.map(work, numbered, chunksize=1)
    print(librosa.__version__)


if __name__ == "__main__":
    main()
