"""Writes the golden values of the audio module's tests: librosa's features, soxr's resampling, libsndfile's decoding,
PyTorch's resizing.

Usage, from anywhere: python make_fixtures.py
Needs librosa, soundfile, soxr, torch, numpy. The sounds are made by the formulas below, which the Java tests repeat; the files
go to audio/src/test/resources, with the versions of the libraries in versions.txt.
"""

import platform
import warnings
from pathlib import Path

import librosa
import numpy as np
import scipy.stats
import soundfile
import soxr
import torch

RESOURCES = Path(__file__).resolve().parents[3] / "audio" / "src" / "test" / "resources"
RATE = 22050


def noise(count):
    """Uniform in [-1, 1): a linear congruential generator of 31 bits, exact in every language."""
    state, values = 1, []
    for _ in range(count):
        state = (state * 1103515245 + 12345) % 2**31
        values.append(state / 2**30 - 1)
    return np.array(values)


def music(count, rate=RATE, gain=1.0):
    """A decaying chord of three partials and a little noise."""
    t = np.arange(count) / rate
    chord = 0.5 * np.sin(2 * np.pi * 220 * t) + 0.25 * np.sin(2 * np.pi * 1375.5 * t)
    chord += 0.1 * np.sin(2 * np.pi * 6000 * t)
    return (gain * (np.exp(-3 * t) * chord + 0.01 * noise(count))).astype(np.float32)


def chirp(count, rate, last):
    """A tone that rises from 20 Hz to `last` Hz."""
    t = np.arange(count) / rate
    seconds = count / rate
    return (0.5 * np.sin(2 * np.pi * (20 * t + (last - 20) / (2 * seconds) * t * t))).astype(np.float32)


STFT = ("n_fft", "hop_length", "win_length", "center")

# name: (sound, rate, librosa's options, options of the decibels)
VARIANTS = {
    "default": (music(4410), RATE, {}, {}),
    "htk": (music(4410), RATE, {"htk": True}, {}),
    "norm-none": (music(4410), RATE, {"norm": None}, {}),
    "htk-norm-none": (music(4410), RATE, {"htk": True, "norm": None}, {}),
    "power-1": (music(4410), RATE, {"power": 1.0}, {}),
    "n-fft-1024": (music(4410), RATE, {"n_fft": 1024}, {}),
    "n-fft-odd": (music(4410), RATE, {"n_fft": 999, "hop_length": 333, "n_mels": 40}, {}),
    "win-length": (music(4410), RATE, {"n_fft": 1024, "win_length": 701, "hop_length": 400}, {}),
    "fmin-fmax": (music(4410), RATE, {"fmin": 80.0, "fmax": 7600.0, "n_mels": 40}, {}),
    "not-centered": (music(4410), RATE, {"center": False, "n_mels": 40}, {}),
    "rate-44100": (music(4410, 44100), 44100, {"n_mels": 64}, {}),
    "ref-max": (music(4410), RATE, {}, {"ref": np.max, "top_db": 40.0}),
    "no-top-db": (music(4410), RATE, {}, {"ref": 0.5, "amin": 1e-7, "top_db": None}),
    "quiet": (music(4410, gain=1e-4), RATE, {}, {}),
    "short": (music(300), RATE, {}, {}),
    "one-sample": (music(1), RATE, {}, {}),
    "silence": (np.zeros(2000, np.float32), RATE, {}, {}),
    # Rai et al. (HarmonyNet): magnitude, HTK mel, 20 log10
    "harmonynet": (music(4410), RATE, {"n_fft": 1024, "htk": True, "power": 1.0}, {}),
    # Kuppusamy et al., LSTM: 13 MFCC
    "kuppusamy-lstm": (music(4410), RATE, {"n_mfcc": 13}, {}),
}


def features(name):
    sound, rate, options, decibels = VARIANTS[name]
    mfcc = {"n_mfcc": options.get("n_mfcc", 20)}
    options = {k: v for k, v in options.items() if k != "n_mfcc"}
    mel = librosa.feature.melspectrogram(y=sound, sr=rate, **options)
    if options.get("power", 2.0) == 1.0:
        log_mel = librosa.amplitude_to_db(mel, **decibels)
    else:
        log_mel = librosa.power_to_db(mel, **decibels)
    arrays = {
        "mel": mel,
        "log-mel": log_mel,
        "mfcc": librosa.feature.mfcc(S=log_mel, **mfcc),
    }
    if name in ("n-fft-odd", "win-length"):
        spectrum = librosa.stft(sound, **{k: v for k, v in options.items() if k in STFT})
        arrays["stft-real"], arrays["stft-imaginary"] = spectrum.real, spectrum.imag
        arrays["stft"] = np.abs(spectrum) ** 2
    return {f"{name}.{kind}": np.ascontiguousarray(values.T, np.float32) for kind, values in arrays.items()}


def write_features():
    arrays = {}
    for name in VARIANTS:
        arrays.update(features(name))
    np.savez_compressed(RESOURCES / "librosa-features.npz", **arrays)


# name: (sound, rate, options of the frames); for the measures of level, shape and pitch
SHAPE_VARIANTS = {
    "default": (music(4410), RATE, {}),
    "n-fft-odd": (music(4410), RATE, {"n_fft": 999, "hop_length": 333}),
    "win-length": (music(4410), RATE, {"n_fft": 1024, "win_length": 701, "hop_length": 400}),
    "not-centered": (music(4410), RATE, {"center": False}),
    "rate-44100": (music(4410, 44100), 44100, {}),
    "edges-on-bins": (music(3200, 16000), 16000, {"n_fft": 400, "hop_length": 160}),
    "chirp": (chirp(11025, RATE, 5000), RATE, {}),
    "quiet": (music(4410, gain=1e-4), RATE, {}),
    "short": (music(300), RATE, {}),
    "one-sample": (music(1), RATE, {}),
    "silence": (np.zeros(2000, np.float32), RATE, {}),
}

# librosa's functions by the names of `timbrel features`, with their own options
SHAPES = {
    "rms": ("rms", {}),
    "zero-crossing-rate": ("zero_crossing_rate", {}),
    "spectral-centroid": ("spectral_centroid", {}),
    "spectral-bandwidth": ("spectral_bandwidth", {}),
    "spectral-bandwidth-p": ("spectral_bandwidth", {"p": 3}),
    "spectral-rolloff": ("spectral_rolloff", {}),
    "spectral-rolloff-half": ("spectral_rolloff", {"roll_percent": 0.5}),
    "chroma": ("chroma_stft", {}),
    "chroma-24": ("chroma_stft", {"n_chroma": 24, "tuning": 0.25}),
    "spectral-contrast": ("spectral_contrast", {}),
    "spectral-contrast-linear": (
        "spectral_contrast",
        {"fmin": 100.0, "n_bands": 4, "quantile": 0.2, "linear": True},
    ),
}


def shape(function, sound, rate, options):
    """With samples of 64 bits, since rolloff and tuning go by steps, which rounding can shift."""
    if function in ("rms", "zero_crossing_rate"):
        renamed = {"n_fft": "frame_length"}
        options = {renamed.get(k, k): v for k, v in options.items() if k != "win_length"}
    else:
        options = {"sr": rate, **options}
    return getattr(librosa.feature, function)(y=sound.astype(np.float64), **options)


def amplitude_statistics(sound, options):
    """Moments of each frame's magnitudes, by numpy and scipy; those that scipy leaves open are 0."""
    magnitude = np.abs(librosa.stft(sound.astype(np.float64), **options))
    with np.errstate(invalid="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shape = [scipy.stats.skew(magnitude, axis=0), scipy.stats.kurtosis(magnitude, axis=0)]
    return np.nan_to_num(np.stack([magnitude.mean(axis=0), magnitude.std(axis=0), *shape]))


def write_shapes():
    arrays = {}
    for name, (sound, rate, frames) in SHAPE_VARIANTS.items():
        for kind, (function, options) in SHAPES.items():
            values = shape(function, sound, rate, {**frames, **options})
            arrays[f"{name}.{kind}"] = np.ascontiguousarray(values.T, np.float32)
        statistics = amplitude_statistics(sound, frames)
        arrays[f"{name}.amplitude-statistics"] = np.ascontiguousarray(statistics.T, np.float32)
    np.savez_compressed(RESOURCES / "librosa-shapes.npz", **arrays)


DELTAS = {"first": {}, "second": {"order": 2}, "narrow": {"width": 3}, "wide-third": {"width": 11, "order": 3}}

# name: (frames, bins, antialias)
SIZES = {
    "shrunk": (7, 9, False),
    "shrunk-antialias": (7, 9, True),
    "grown": (40, 50, False),
    "grown-and-shrunk": (5, 50, False),
    "grown-and-shrunk-antialias": (30, 6, True),
    "one": (1, 1, False),
}


def write_transformed():
    """Deltas by librosa, sizes by PyTorch, of one MFCC."""
    mfcc = librosa.feature.mfcc(y=music(11025), sr=RATE)
    arrays = {"mfcc": mfcc.T}
    for name, options in DELTAS.items():
        arrays[f"delta.{name}"] = librosa.feature.delta(mfcc, **options).T
    image = torch.from_numpy(mfcc.T.copy())[None, None]
    for name, (frames, bins, antialias) in SIZES.items():
        resized = torch.nn.functional.interpolate(
            image, size=(frames, bins), mode="bilinear", align_corners=False, antialias=antialias
        )
        arrays[f"resize.{name}"] = resized[0, 0].numpy()
    arrays = {name: np.ascontiguousarray(values, np.float32) for name, values in arrays.items()}
    np.savez_compressed(RESOURCES / "transformed.npz", **arrays)


STRETCHES = (0.8, 1.5)
SHIFTS = (-3, 0.7)


def write_augmented():
    """Tempo and pitch by librosa, of samples of 64 bits."""
    sound = music(6000).astype(np.float64)
    arrays = {f"stretch.{rate}": librosa.effects.time_stretch(sound, rate=rate) for rate in STRETCHES}
    for steps in SHIFTS:
        arrays[f"pitch.{steps}"] = librosa.effects.pitch_shift(sound, sr=RATE, n_steps=steps)
    np.savez_compressed(RESOURCES / "augmented.npz", **{k: v.astype(np.float32) for k, v in arrays.items()})


def write_filters():
    """Filter banks by their sums along both axes, which every weight takes part in."""
    arrays = {}
    for name, options in {
        "slaney": {},
        "htk": {"htk": True},
        "none": {"norm": None},
        "htk-none": {"htk": True, "norm": None, "fmin": 50.0, "fmax": 8000.0, "n_mels": 40},
    }.items():
        filters = librosa.filters.mel(sr=RATE, n_fft=2048, dtype=np.float64, **options)
        arrays[f"{name}.bands"] = filters.sum(axis=1)
        arrays[f"{name}.bins"] = filters.sum(axis=0)
    np.savez_compressed(RESOURCES / "librosa-filters.npz", **arrays)


def write_resampled():
    arrays = {}
    for source, target in ((44100, 22050), (22050, 16000), (16000, 22050), (48000, 22050)):
        sound = chirp(3000, source, 0.42 * min(source, target))
        resampled = librosa.resample(sound, orig_sr=source, target_sr=target, res_type="soxr_hq")
        arrays[f"{source}-{target}"] = resampled
    np.savez_compressed(RESOURCES / "soxr-chirps.npz", **arrays)


def write_encoded():
    left, right = music(3000), chirp(3000, RATE, 3000)
    stereo = np.stack([left, right], axis=1)
    files = {
        "mono-16.flac": (left, {"subtype": "PCM_16"}),
        "stereo-24.flac": (stereo, {"subtype": "PCM_24"}),
        "mono.ogg": (left, {}),
        "stereo.ogg": (stereo, {}),
        "mono.mp3": (left, {}),
        "stereo.mp3": (stereo, {}),
    }
    decoded = {}
    for name, (sound, options) in files.items():
        path = RESOURCES / name
        soundfile.write(path, sound, RATE, **options)
        decoded[name], _ = librosa.load(path, sr=None)
    np.savez_compressed(RESOURCES / "libsndfile-decoded.npz", **decoded)


def write_versions():
    versions = {
        "python": platform.python_version(),
        "librosa": librosa.__version__,
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "soundfile": soundfile.__version__,
        "libsndfile": soundfile.__libsndfile_version__,
        "soxr": soxr.__version__,
        "torch": torch.__version__,
    }
    lines = ["Made by benchmarks/reference/audio/make_fixtures.py with"]
    lines += [f"{name} {version}" for name, version in versions.items()]
    (RESOURCES / "versions.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    warnings.filterwarnings("ignore", message="n_fft=.* is too large")
    warnings.filterwarnings("ignore", message="Trying to estimate tuning from empty")
    warnings.filterwarnings("ignore", message="Empty filters detected")
    RESOURCES.mkdir(parents=True, exist_ok=True)
    write_features()
    write_shapes()
    write_transformed()
    write_augmented()
    write_filters()
    write_resampled()
    write_encoded()
    write_versions()
    for file in sorted(RESOURCES.iterdir()):
        print(f"{file.stat().st_size:8d} {file.name}")
