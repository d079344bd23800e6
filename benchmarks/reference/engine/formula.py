"""Numbers that look random and are the same bits here and in org.timbrel.engine.testing.Formula."""

import json
import platform
from pathlib import Path

import numpy as np

GOLDEN = Path(__file__).resolve().parents[3] / "engine/src/test/resources/golden"


def values(salt, *shape, scale=1.0):
    """An integer hash of salt and index, divided by a power of two: float64 in [-scale, scale)."""
    n = int(np.prod(shape))
    mask = np.uint64(0xFFFFFFFF)
    index = np.arange(1, n + 1, dtype=np.uint64)
    h = (index * np.uint64(0x9E3779B9) + np.uint64(salt * 0x85EBCA6B & 0xFFFFFFFF)) & mask
    h = ((h ^ (h >> np.uint64(16))) * np.uint64(0x7FEB352D)) & mask
    h = ((h ^ (h >> np.uint64(15))) * np.uint64(0x846CA68B)) & mask
    h ^= h >> np.uint64(16)
    unit = (h >> np.uint64(8)).astype(np.float64) * 2.0**-23 - 1.0
    return (scale * unit).reshape(shape)


def labels(salt, n, classes):
    """Class labels from 0 to below `classes`."""
    return ((values(salt, n) + 1) * 0.5 * classes).astype(np.int64)


def write(name, versions, arrays):
    """Writes a fixture: the versions that made it, and flat arrays by name, shortest round-trip doubles."""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    versions = {"python": platform.python_version(), "numpy": np.__version__, **versions}
    lines = [f'  "versions": {json.dumps(versions)}']
    for key, array in arrays.items():
        flat = np.asarray(array, dtype=np.float64).ravel()
        lines.append(f'  "{key}": [{", ".join(repr(float(v)) for v in flat)}]')
    path = GOLDEN / name
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{path.name}: {len(arrays)} arrays, {path.stat().st_size} bytes")
