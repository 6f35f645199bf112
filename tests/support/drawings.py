"""Letters as a hand draws them on a pad: thirteen kinds of X and of O, ink or paper in each pixel."""

import numpy as np
from scipy.ndimage import label

from helpers.data.letters import INK, PAPER

KINDS = (
    *("ordinary", "small", "smallest", "large", "narrow", "wide", "tilted"),
    *("thick", "wobbly", "broken", "serif", "lower case", "at the edge"),
)
_HEIGHTS = {"small": (4, 5), "smallest": (3, 4), "large": (8, 9), "lower case": (4, 6), "thick": (7, 9)}  # in ninths


def draw(letter: str, kind: str, rng: np.random.Generator, size: int = 9) -> np.ndarray:
    """Return one drawing of "X" or "O", as (size, size), that a reader takes for it: an O has a hole."""
    while True:
        picture = _draw(letter, kind, rng, size)
        if _closed(picture) == (letter == "O"):
            return _broken(picture, rng) if kind == "broken" else picture


def _draw(letter: str, kind: str, rng: np.random.Generator, size: int) -> np.ndarray:
    low, high = _HEIGHTS.get(kind, (5, 8))
    height = rng.integers(low, high + 1) * size / 9
    width = np.clip(height * {"narrow": 0.7, "wide": 1.35}.get(kind, rng.uniform(0.85, 1.15)), 3, size)
    room = np.array([size - height, size - width])
    corner = room * rng.uniform(0, 1, 2)
    if kind == "lower case":
        corner[0] = room[0] * rng.uniform(0.7, 1)
    if kind == "at the edge":
        corner[rng.integers(2)] = 0 if rng.random() < 0.5 else room.min()
    middle, half = corner + np.array([height, width]) / 2 - 0.5, np.array([height - 1, width - 1]) / 2
    turn = np.deg2rad(rng.uniform(10, 25) * rng.choice([-1, 1]) if kind == "tilted" else rng.uniform(-6, 6))
    shake = {"wobbly": 0.6, "smallest": 0}.get(kind, 0.25) * min(1, height / 6)
    turned = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    picture = np.full((size, size), float(PAPER))
    for line in _lines(letter, rng):
        points = middle + (np.array(line) * half) @ turned + rng.normal(0, shake, (len(line), 2))
        points = np.rint(np.clip(points, 0, size - 1)).astype(int)
        for start, end in zip(points, points[1:], strict=False):
            _ink(picture, start, end, thick=kind == "thick")
        if kind == "serif" and letter == "X":
            for tip in points[[0, -1]]:
                _ink(picture, tip - [0, 1], tip + [0, 1])
    if kind == "serif" and letter == "O":  # a pen that begins outside the ring
        _ink(picture, *np.rint(middle + np.array([[-1, 0], [-1, 0]]) * half + [[-1, 1], [0, 0]]).astype(int))
    return picture


def _lines(letter: str, rng: np.random.Generator) -> list:
    """Return the strokes, as points (row, column) from -1 to 1."""
    if letter == "X":
        bend = rng.normal(0, 0.1, 2)
        return [[(-1, -1), bend, (1, 1)], [(-1, 1), bend, (1, -1)]]
    angles = np.linspace(0, 2 * np.pi, 9) + rng.uniform(0, 2 * np.pi)
    ring = np.stack([np.sin(angles), np.cos(angles)], axis=1)
    return [ring * np.maximum(1, 0.9 / abs(ring).max(axis=1))[:, None]]


def _ink(picture: np.ndarray, start: np.ndarray, end: np.ndarray, thick: bool = False) -> None:
    """Ink the pixels from one to another, as the pad does: a fast hand leaves no gaps."""
    steps = max(1, abs(end - start).max())
    for step in range(steps + 1):
        row, column = np.rint(start + (end - start) * step / steps).astype(int)
        for down in range(1 + thick):
            for right in range(1 + thick):
                if 0 <= row + down < len(picture) and 0 <= column + right < len(picture):
                    picture[row + down, column + right] = INK


def _broken(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the picture with some ink gone, one pixel of nine."""
    inked = rng.permutation(np.argwhere(picture == INK))
    picture[tuple(inked[: max(1, len(inked) // 9)].T)] = PAPER
    return picture


def _closed(picture: np.ndarray) -> bool:
    """Tell whether ink closes some paper off, as an O does."""
    return label(np.pad(picture, 1, constant_values=PAPER) == PAPER)[1] > 1


def drawings(each: int = 25, seed: int = 0) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Return drawings of every kind, as (count, 1, 9, 9), their labels, 0 for X and 1 for O, and their kinds."""
    rng = np.random.default_rng(seed)
    rows = [(draw("XO"[label], kind, rng), label, kind) for kind in KINDS for label in (0, 1) for _ in range(each)]
    images, labels, kinds = zip(*rows, strict=True)
    return np.array(images)[:, None], np.array(labels), list(kinds)
