"""Measure how well the nets of lesson 7 read unseen letters: python -m tests.benchmarks.measure_classifier [seeds]

Every net gets the same training pictures and as many steps, and the best of three learning rates: three seeds that
are not used again choose it on validation pictures. Then each seed has its own pictures and first weights, and the
10,000 test pictures are opened, but for those that were also drawn for training. Prints Markdown: mean and, in
brackets, lowest and highest seed. With the ten seeds it runs by default, it writes every score into
helpers/data/comparison.json, which lesson 7 draws.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from torch import nn

from helpers.data.dataset import make_letters
from helpers.data.letters import OTHER_XS, O, X
from helpers.training.classifier import accuracy, train
from helpers.training.nets import NETS, hand_set_net, tiny_net
from tests.support.notebooks import ROOT

SEEDS = 10
RESULTS = ROOT / "helpers/data/comparison.json"
RATES, CHOOSERS = (0.005, 0.02, 0.08), (100, 101, 102)
EPOCHS = {100: 120, 500: 48, 8000: 8}  # more pictures, fewer rounds, still more steps
VALIDATION, TEST = make_letters(10_000, "validation"), make_letters(10_000, "test")
COURSE = np.stack([X, O, *OTHER_XS.values()])[:, None], [0, 1, 0, 0, 0, 0]


def summary(values: list[float], pattern: str = ".2f") -> str:
    return f"{statistics.mean(values):{pattern}} ({min(values):{pattern}}–{max(values):{pattern}})"


def row(*cells: object) -> None:
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def table(*columns: str) -> None:
    print()
    row(*columns)
    row(*["---"] * len(columns))


def trained(build: Callable, case: tuple[int, bool], seed: int, rate: float) -> tuple[nn.Module, set[bytes]]:
    """Return a net and the pictures it has seen."""
    count, centred = case
    net, letters = build(seed), make_letters(count, seed=seed, centred=centred)
    train(net, *letters, epochs=EPOCHS[count], learning_rate=rate, seed=seed, progress=False)
    return net, {image.tobytes() for image in letters[0]}


def best_rate(build: Callable, case: tuple[int, bool]) -> float:
    """Return the learning rate whose nets read most of the validation pictures."""

    def right(rate: float) -> float:
        return sum(accuracy(trained(build, case, seed, rate)[0], *VALIDATION) for seed in CHOOSERS)

    return max(RATES, key=right)


def measure(build: Callable, case: tuple[int, bool], seeds: int, rate: float) -> tuple[list[float], list[float], list]:
    """Return the percentages right and the seconds of training, and the nets, over the seeds."""
    right, seconds, nets = [], [], []
    for seed in range(seeds):
        start = time.perf_counter()
        net, seen = trained(build, case, seed, rate)
        seconds.append(time.perf_counter() - start)
        unseen = [image.tobytes() not in seen for image in TEST[0]]
        right.append(100 * accuracy(net, TEST[0][unseen], TEST[1][unseen]))
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
    table("net", "parameters", "training pictures", "learning rate", "% right, moved", "seconds", "every seed")
    for name, build in {**NETS, "38 个参数": tiny_net}.items():
        parameters = sum(weight.numel() for weight in build().parameters())
        for case, pictures in cases.items():
            rate = best_rate(build, pictures)
            right, seconds, nets = measure(build, pictures, seeds, rate)
            scores[case][name] = {"rate": rate, "right": [round(value, 2) for value in right]}
            each = " ".join(f"{value:.2f}" for value in right)
            row(name, parameters, case.replace("\n", " "), rate, summary(right), summary(seconds, ".1f"), each)
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
