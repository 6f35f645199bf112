"""Random layers, for tests that hold the course against torch."""

import numpy as np


def random_layer(random: np.random.Generator) -> tuple[dict, tuple[int, int]]:
    """Return settings of a Conv2d, some of which torch refuses, and the size of a picture."""

    def number_or_pair(low, high):
        pair = tuple(int(n) for n in random.integers(low, high, 2))
        return pair if random.random() < 0.5 else pair[0]

    groups = int(random.choice([1, 1, 2, 3, 4]))
    exact = random.random() < 0.9
    settings = {
        "in_channels": int(random.integers(1, 5)) * (groups if exact else 1),
        "out_channels": int(random.integers(1, 5)) * (groups if exact else 1),
        "kernel_size": number_or_pair(1, 6),
        "stride": number_or_pair(1, 5),
        "padding": number_or_pair(0, 5),
        "dilation": number_or_pair(1, 5),
        "groups": groups,
        "bias": bool(random.integers(2)),
    }
    return settings, tuple(int(n) for n in random.integers(1, 24, 2))
