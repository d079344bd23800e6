"""Writes the golden values of RealAudioTest: librosa's features of three clips of GTZAN, every 64th frame of each.

Usage, from the root of the repository: python benchmarks/reference/audio/make_gtzan_fixture.py [DATA]
DATA is ../shared/data/gtzan-100 unless named. The samples are of 64 bits, so that librosa adds no rounding of its own.
The file goes to audio/src/test/resources; it holds no sound.
"""

import platform
import sys
from pathlib import Path

import librosa
import numpy as np
import scipy
import scipy.stats

ROOT = Path(__file__).resolve().parents[3]
CLIPS = ("classical/classical.00000", "jazz/jazz.00001", "metal/metal.00003")
EVERY = 64


def features(samples, rate):
    mfcc = librosa.feature.mfcc(y=samples, sr=rate)
    magnitude = np.abs(librosa.stft(samples))
    statistics = [magnitude.mean(0), magnitude.std(0), scipy.stats.skew(magnitude), scipy.stats.kurtosis(magnitude)]
    by_sound = {
        "mel": librosa.feature.melspectrogram,
        "mfcc": librosa.feature.mfcc,
        "spectral-centroid": librosa.feature.spectral_centroid,
        "spectral-bandwidth": librosa.feature.spectral_bandwidth,
        "spectral-rolloff": librosa.feature.spectral_rolloff,
        "spectral-contrast": librosa.feature.spectral_contrast,
        "chroma": librosa.feature.chroma_stft,
    }
    values = {name: feature(y=samples, sr=rate) for name, feature in by_sound.items()}
    values["rms"] = librosa.feature.rms(y=samples)
    values["zero-crossing-rate"] = librosa.feature.zero_crossing_rate(y=samples)
    values["amplitude-statistics"] = np.stack(statistics)
    values["mfcc-delta"] = librosa.feature.delta(mfcc)
    values["mfcc-delta-2"] = librosa.feature.delta(mfcc, order=2)
    return values


def main():
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data" / "gtzan-100"
    arrays = {}
    for clip in CLIPS:
        samples, rate = librosa.load(data / "genres_original" / (clip + ".wav"), sr=None, dtype=np.float64)
        for name, values in features(samples, rate).items():
            arrays[f"{clip}.wav {name}"] = np.ascontiguousarray(values.T[::EVERY], np.float32)
    resources = ROOT / "audio" / "src" / "test" / "resources"
    np.savez_compressed(resources / "librosa-gtzan.npz", **arrays)
    versions = [f"python {platform.python_version()}", f"librosa {librosa.__version__}"]
    versions += [f"numpy {np.__version__}", f"scipy {scipy.__version__}"]
    lines = [f"Made by benchmarks/reference/audio/{Path(__file__).name} with", *versions]
    (resources / "librosa-gtzan-versions.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
