"""Mixed precision by PyTorch: rounding to half, the gradient scaler and layers under autocast; writes mixed_precision.json.

Halves are written as their 16 bits, since JSON has no infinity.

    python mixed_precision.py
"""

import numpy as np
import torch
import torch.nn.functional as F

from formula import values, write

ARRAYS = {}
BAD = [0, 0, 1, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]  # 1: an infinite gradient, 2: NaN


def rounding():
    """Numbers of all sizes, and those where a rule begins: ties, the first subnormals, the last finite ones."""
    edges = [0.0, -0.0, 1 + 2**-11, 1 + 3 * 2**-11, 1 + 2**-11 + 2**-20, 2049, 2051, 65504, 65519.99, 65520, 65536, 1e30,
             2**-14, 2**-14 - 2**-25, 2**-24, 2**-25, 2**-25 * (1 + 2**-20), 3 * 2**-25, 5 * 2**-25, 2**-26, 1e-30]
    spread = values(1, 400) * 2.0 ** np.round(values(2, 400) * 26)
    x = np.concatenate([edges, -np.array(edges), spread]).astype(np.float32)
    halves = torch.tensor(x).half().numpy()
    with np.errstate(over="ignore"):
        assert (halves.view(np.uint16) == x.astype(np.float16).view(np.uint16)).all()  # NumPy says the same
    ARRAYS["round.x"] = x
    ARRAYS["round.bits"] = halves.view(np.uint16)


def scaler():
    """Weights and scale after each step of plain descent, where some gradients are not finite."""
    default = torch.amp.GradScaler("cpu")
    ARRAYS["scaler.defaults"] = [
        default.get_scale(), default.get_growth_factor(), default.get_backoff_factor(), default.get_growth_interval()]
    scaler = torch.amp.GradScaler("cpu", init_scale=1024.0, growth_factor=4.0, backoff_factor=0.25, growth_interval=3)
    w = torch.tensor(values(1, 3), requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.125)
    weights, scales = [], []
    for step, bad in enumerate(BAD):
        r = torch.tensor(values(100 + step, 3))
        r[step % 3] = {0: r[step % 3], 1: torch.inf, 2: torch.nan}[bad]
        optimizer.zero_grad()
        scaler.scale((w * r).sum()).backward()
        scaler.step(optimizer)
        scaler.update()
        weights.append(w.detach().numpy().copy())
        scales.append(scaler.get_scale())
    ARRAYS["scaler.bad"], ARRAYS["scaler.weights"], ARRAYS["scaler.scales"] = BAD, weights, scales


def autocast(name, function, *inputs):
    """y and all gradients under autocast, the loss sum(y * r) in single."""
    tensors = [torch.tensor(x, dtype=torch.float32, requires_grad=True) for x in inputs]
    with torch.autocast("cpu", torch.float16):
        y = function(*tensors)
    assert y.dtype == torch.float16
    (y.float() * torch.tensor(values(99, *y.shape), dtype=torch.float32)).sum().backward()
    ARRAYS[f"{name}.y"] = y.detach().float().numpy()
    for i, t in enumerate(tensors):
        ARRAYS[f"{name}.d{i}"] = t.grad.numpy()


def layers():
    autocast("dense", lambda x, w, b: F.linear(x, w.T, b), values(1, 3, 4), values(2, 4, 5), values(3, 5))

    def conv2d(x, w, b):
        return F.conv2d(x.permute(0, 3, 1, 2), w.permute(3, 2, 0, 1), b).permute(0, 2, 3, 1)

    autocast("conv2d", conv2d, values(1, 2, 6, 7, 3), values(2, 3, 3, 3, 4), values(3, 4))


if __name__ == "__main__":
    rounding()
    scaler()
    layers()
    write("mixed_precision.json", {"torch": torch.__version__}, ARRAYS)
