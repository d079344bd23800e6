"""PyTorch's side of `timbrel bench kernels`: computes what it is asked for, and says how long it took.

Its argument is the device: cpu, or cuda, without which it ends at once. Reads lines from standard input, writes one line
for each. The first line says which PyTorch this is:

    torch 2.13.0
    <- 2 10 matmul 512 512 512        threads, repetitions, operation, its numbers
    -> 0.01234                        seconds of all repetitions, by the device's own clock where there is one

On cuda the operation has a precision: matmul:single, matmul:tf32, matmul:half.
"""

import functools
import sys
import time

import torch


DEVICE = sys.argv[1]


def matmul(m, n, k):
    a, b, c = torch.rand(m, k) - 0.5, torch.rand(k, n) - 0.5, torch.empty(m, n)
    return lambda: torch.mm(a, b, out=c)


def conv2d(n, t, f, c, o, pad_t, pad_f, channels_last):
    layout = torch.channels_last if channels_last else torch.contiguous_format
    x = (torch.rand(n, c, t, f) - 0.5).contiguous(memory_format=layout)
    w = (torch.rand(o, c, 3, 3) - 0.5).contiguous(memory_format=layout)
    return lambda: torch.nn.functional.conv2d(x, w, padding=(pad_t, pad_f))


def conv2d_backward(wanted):
    """The gradient of the input (0) or of the weights (1)."""
    mask = [wanted == 0, wanted == 1, False]

    def prepare(n, t, f, c, o, pad_t, pad_f, channels_last):
        layout = torch.channels_last if channels_last else torch.contiguous_format
        x = (torch.rand(n, c, t, f) - 0.5).contiguous(memory_format=layout)
        w = (torch.rand(o, c, 3, 3) - 0.5).contiguous(memory_format=layout)
        dy = (torch.rand(n, o, t + 2 * pad_t - 2, f + 2 * pad_f - 2) - 0.5).contiguous(memory_format=layout)
        return lambda: torch.ops.aten.convolution_backward(
            dy, x, w, None, [1, 1], [pad_t, pad_f], [1, 1], False, [0, 0], 1, mask)

    return prepare


def elementwise(name, n):
    x, z, y = torch.rand(n) - 0.5, torch.rand(n) - 0.5, torch.empty(n)
    calls = {
        "copy": lambda: y.copy_(x),
        "relu": lambda: torch.clamp_min(x, 0, out=y),
        "add": lambda: torch.add(x, z, out=y),
        "exp": lambda: torch.exp(x, out=y),
        "tanh": lambda: torch.tanh(x, out=y),
        "sigmoid": lambda: torch.sigmoid(x, out=y),
    }
    return calls[name]


def adam(n):
    w = torch.rand(n, requires_grad=True)
    w.grad = torch.rand(n) - 0.5
    return torch.optim.Adam([w], lr=1e-3, fused=True).step


@functools.lru_cache(maxsize=2)
def operation(name, *numbers):
    """A call that computes once, with its inputs ready."""
    name, _, precision = name.partition(":")
    torch.set_default_dtype(torch.float16 if precision == "half" else torch.float32)
    known = {
        "matmul": matmul,
        "conv2d": conv2d,
        "conv2d-input": conv2d_backward(0),
        "conv2d-weights": conv2d_backward(1),
        "adam": adam,
    }
    if name in known:
        return known[name](*map(int, numbers))
    return elementwise(name, *map(int, numbers))


def seconds_of(compute, repetitions):
    if DEVICE == "cpu":
        begun = time.perf_counter()
        for _ in range(repetitions):
            compute()
        return time.perf_counter() - begun
    begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
    begin.record()
    for _ in range(repetitions):
        compute()
    end.record()
    torch.cuda.synchronize()
    return begin.elapsed_time(end) / 1e3


def main():
    if DEVICE == "cuda" and not torch.cuda.is_available():
        return
    torch.set_default_device(DEVICE)
    torch.backends.cudnn.benchmark = True
    print("torch", torch.__version__, torch.cuda.get_device_name() if DEVICE == "cuda" else "", flush=True)
    for line in sys.stdin:
        threads, repetitions, *wanted = line.split()
        if torch.get_num_threads() != int(threads):
            torch.set_num_threads(int(threads))
        with torch.no_grad():
            compute = operation(*wanted)
            torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = wanted[0].endswith(":tf32")
            seconds = seconds_of(compute, int(repetitions))
        time.sleep(0.01)  # PyTorch's threads go on spinning for a moment, and would disturb the next contender
        print(seconds, flush=True)


main()
