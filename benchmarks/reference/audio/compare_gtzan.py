"""Compares `timbrel features` with librosa over every clip of a folder, and prints the largest deviations.

Usage, from the root of the repository: python benchmarks/reference/audio/compare_gtzan.py [DATA] [--timbrel LAUNCHER]
DATA is ../shared/data/gtzan-100 unless named. Ends with code 1 if a value is off by more than 1e-4 of its array's
largest value, or 0.01 dB, where librosa computes with samples of 64 bits.

librosa is asked twice: with samples of 32 bits, as librosa.load gives them, and of 64 bits, which shows how much of a
deviation is librosa's own rounding: with 32 bits a rolloff may fall into the next bin.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import librosa
import numpy as np
import scipy.stats

RELATIVE = 1e-4
DECIBELS = 0.01
HARMONYNET = {"n_fft": 1024, "htk": True, "power": 1.0}

# name: (kind, librosa's options)
CASES = {
    "stft": ("stft", {}),
    "mel": ("mel", {}),
    "log-mel": ("log-mel", {}),
    "mfcc": ("mfcc", {}),
    "harmonynet mel": ("mel", HARMONYNET),
    "harmonynet log-mel": ("log-mel", HARMONYNET),
    "kuppusamy-lstm mfcc": ("mfcc", {"n_mfcc": 13}),
    "rms": ("rms", {}),
    "zero-crossing-rate": ("zero-crossing-rate", {}),
    "spectral-centroid": ("spectral-centroid", {}),
    "spectral-bandwidth": ("spectral-bandwidth", {}),
    "spectral-rolloff": ("spectral-rolloff", {}),
    "spectral-contrast": ("spectral-contrast", {}),
    "chroma": ("chroma", {}),
    "amplitude-statistics": ("amplitude-statistics", {}),
    "mfcc delta": ("mfcc", {"delta": 1}),
    "mfcc delta 2": ("mfcc", {"delta": 2}),
}


def flags(options):
    words = []
    for name, value in options.items():
        words += ["--" + name.replace("_", "-")] + ([] if value is True else [str(value)])
    return words


def expected(kind, samples, rate, options):
    options = dict(options)
    n_mfcc = options.pop("n_mfcc", 20)
    order = options.pop("delta", 0)
    if order:
        return librosa.feature.delta(expected(kind, samples, rate, options), order=order)
    if kind == "amplitude-statistics":
        magnitude = np.abs(librosa.stft(samples))
        skewness, kurtosis = scipy.stats.skew(magnitude), scipy.stats.kurtosis(magnitude)
        return np.stack([magnitude.mean(0), magnitude.std(0), skewness, kurtosis])
    if kind == "stft":
        return np.abs(librosa.stft(samples)) ** 2
    if kind in ("rms", "zero-crossing-rate"):
        return getattr(librosa.feature, kind.replace("-", "_"))(y=samples)
    if kind == "chroma":
        return librosa.feature.chroma_stft(y=samples, sr=rate)
    if kind.startswith("spectral-"):
        return getattr(librosa.feature, kind.replace("-", "_"))(y=samples, sr=rate)
    mel = librosa.feature.melspectrogram(y=samples, sr=rate, **options)
    if kind == "mel":
        return mel
    log_mel = librosa.power_to_db(mel)
    return log_mel if kind == "log-mel" else librosa.feature.mfcc(S=log_mel, n_mfcc=n_mfcc)


def deviations(kind, actual, samples, rate, options):
    """Largest difference over the array's largest value (decibels: as it is), for 32-bit and 64-bit samples."""
    result = []
    for precision in (np.float32, np.float64):
        wanted = expected(kind, samples.astype(precision), rate, options).T
        if wanted.shape != actual.shape:
            sys.exit(f"{kind}: librosa gives {wanted.shape}, timbrel {actual.shape}")
        difference = np.abs(wanted.astype(np.float64) - actual).max()
        result.append(difference if kind == "log-mel" else difference / np.abs(wanted).max())
    return result


def main():
    root = Path(__file__).resolve().parents[3]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path, default=root.parent / "shared" / "data" / "gtzan-100")
    parser.add_argument("--timbrel", default=root / "timbrel", help="the launcher")
    arguments = parser.parse_args()
    clips = sorted(arguments.data.rglob("*.wav"))
    if not clips:
        sys.exit(f"{arguments.data} has no WAV file.")
    worst = {name: (0.0, 0.0, "") for name in CASES}
    for name, (kind, options) in CASES.items():
        with tempfile.TemporaryDirectory() as out:
            command = [arguments.timbrel, "features", arguments.data, "--kind", kind, "--out", out, "--format", "npy"]
            subprocess.run(list(map(str, command)) + flags(options), check=True, stdout=subprocess.DEVNULL)
            for clip in clips:
                actual = np.load(Path(out) / clip.relative_to(arguments.data).with_suffix(".npy"))
                samples, rate = librosa.load(clip, sr=None)
                single, double = deviations(kind, actual, samples, rate, options)
                if single >= worst[name][0]:
                    worst[name] = (single, max(double, worst[name][1]), clip.stem)
                else:
                    worst[name] = (worst[name][0], max(double, worst[name][1]), worst[name][2])
    print(f"{len(clips)} clips, librosa {librosa.__version__}, numpy {np.__version__}")
    print(f"{'case':22} {'32-bit':>10} {'64-bit':>10}  {'bound':>9}  worst clip")
    good = True
    for name, (kind, _) in CASES.items():
        bound, unit = (DECIBELS, " dB") if kind == "log-mel" else (RELATIVE, "")
        single, double, clip = worst[name]
        good &= double <= bound
        print(f"{name:22} {single:10.2e} {double:10.2e}  {bound:6g}{unit:3}  {clip}")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
