"""Measure how well the nets of lesson 7 read unseen letters: python -m tests.benchmarks.measure_classifier [seeds]

Every net gets the same training pictures and settings, and a seed of its own pictures and first weights; the
10,000 test pictures are the same for all. Prints Markdown: mean and, in brackets, lowest and highest seed. With
the ten seeds it runs by default, it writes every score into helpers/comparison.json, which lesson 7 draws.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np

from helpers.data.dataset import make_letters
from helpers.data.letters import OTHER_XS, O, X
from helpers.training.classifier import accuracy, train
from helpers.training.nets import NETS, hand_set_net, tiny_net
from tests.support.notebooks import ROOT

SEEDS = 10
RESULTS = ROOT / "helpers/comparison.json"
EPOCHS = {100: 120, 500: 48, 8000: 8}  # more pictures, fewer rounds, still more steps
TEST = make_letters(10_000, "test")
COURSE = np.stack([X, O, *OTHER_XS.values()])[:, None], [0, 1, 0, 0, 0, 0]


def summary(values: list[float], pattern: str = ".2f") -> str:
    return f"{statistics.mean(values):{pattern}} ({min(values):{pattern}}–{max(values):{pattern}})"


def row(*cells: object) -> None:
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def table(*columns: str) -> None:
    print()
    row(*columns)
    row(*["---"] * len(columns))


def measure(build: Callable, count: int, seeds: int, centred: bool = False) -> tuple[list[float], list[float], list]:
    """Return the percentages right and the seconds of training, and the last nets, over the seeds."""
    right, seconds, nets = [], [], []
    for seed in range(seeds):
        net, letters = build(seed), make_letters(count, seed=seed, centred=centred)
        start = time.perf_counter()
        train(net, *letters, epochs=EPOCHS[count], seed=seed, progress=False)
        seconds.append(time.perf_counter() - start)
        right.append(100 * accuracy(net, *TEST))
        nets.append(net)
    return right, seconds, nets


def main(seeds: int) -> None:
    cases = {
        "100 张": (100, False),
        "500 张": (500, False),
        "8,000 张": (8000, False),
        "8,000 张\n全在正中": (8000, True),
    }
    scores = {case: {} for case in cases}
    table("net", "parameters", "training pictures", "% right, moved", "seconds", "every seed")
    for name, build in {**NETS, "38 个参数": tiny_net}.items():
        parameters = sum(weight.numel() for weight in build().parameters())
        for case, (count, centred) in cases.items():
            right, seconds, nets = measure(build, count, seeds, centred)
            scores[case][name] = [round(value, 2) for value in right]
            each = " ".join(f"{value:.2f}" for value in right)
            row(name, parameters, case.replace("\n", " "), summary(right), summary(seconds, ".1f"), each)
            if build is NETS["全局最大池化"]:
                print(f"  the course's own six pictures: {[round(6 * accuracy(net, *COURSE)) for net in nets]} of 6")
    if seeds == SEEDS:
        RESULTS.write_text(json.dumps(scores, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print()
    for bar in (2, 5):
        net = hand_set_net(bar)
        print(f"38 parameters set by hand, bar {bar}: {100 * accuracy(net, *TEST):.2f} % of the test letters, ", end="")
        print(f"{round(6 * accuracy(net, *COURSE))} of 6")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS)
