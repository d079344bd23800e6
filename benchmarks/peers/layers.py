"""LSTM and GRU layers of Timbrel beside PyTorch, default and tuned, in turns; medians.

    python benchmarks/peers/layers.py [--kind lstm,gru] [--units 32,64,128] [--batch 32,128]
        [--rounds 5] [--seconds 0.3] [--warmup 1.5] [--threads 2]

Prints a Markdown table. Run it with a Python that has torch; Timbrel is run through ./timbrel. "Tuned" is what it is in
training_step.py. All contenders are started together; for each layer each is warmed up, and then they take turns.
"""

import argparse
import itertools
import pathlib
import sys

from training_step import TUNED, Contender


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--kind", default="lstm,gru")
    options.add_argument("--units", default="32,64,128")
    options.add_argument("--batch", default="32,128")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=0.3, help="of a turn, one run at least")
    options.add_argument("--warmup", type=float, default=1.5, help="seconds of Timbrel's; PyTorch's is a quarter of it")
    options.add_argument("--threads", default="2")
    chosen = options.parse_args()
    torch = [sys.executable, str(pathlib.Path(__file__).parent / "torch_layers.py"), "--threads", chosen.threads]
    ours = Contender("Timbrel", ["./timbrel", "bench", "layers", "--turns", "--threads", chosen.threads])
    peers = [Contender("PyTorch", torch), Contender("PyTorch tuned", torch, TUNED)]
    print("| layer | batch | inputs | units | Timbrel ms (turns) | PyTorch ms | PyTorch tuned ms (turns) "
          "| Timbrel is faster than tuned by |")
    print("|---|---|---|---|---|---|---|---|")
    names = (getattr(chosen, word).split(",") for word in ("kind", "batch", "units"))
    for (kind, batch, units), data in itertools.product(itertools.product(*names), (True, False)):
        layer = f"{kind} {batch} {13 if data else units} {units}"
        ours.run(f"{layer} {chosen.warmup}")
        for peer in peers:
            peer.run(f"{layer} {chosen.warmup / 4}")
        for _ in range(chosen.rounds):
            for entry in (ours, *peers):
                entry.take_turn(f"{layer} {chosen.seconds}")
        times = [f"{entry.median():.2f}" for entry in (ours, *peers)]
        for i in (0, 2):
            turns = (ours, *peers)[i].turns
            times[i] += f" ({min(turns):.2f} - {max(turns):.2f})"
        print("|", " | ".join([*layer.split(), *times, f"{peers[1].median() / ours.median():.2f}"]), "|", flush=True)
        for entry in (ours, *peers):
            entry.turns.clear()
    for entry in (ours, *peers):
        entry.end()


if __name__ == "__main__":
    main()
