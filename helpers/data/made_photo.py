"""电脑画出来的照片（第 8 课）：纸上写着一个 X 或 O，有纸的纹理、不匀的光，字歪着、偏着，用的是钢笔、铅笔或马克笔。"""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from helpers.data.dataset import LABELS
from helpers.inputs import as_int, describe

_HEIGHT, _WIDTH, _FINE = 240, 320, 2
_PENS = {  # how wide of the letter's height, and how bright of the paper's brightness
    "pen": ((0.03, 0.08), (0.2, 0.5)),
    "pencil": ((0.03, 0.06), (0.5, 0.72)),
    "marker": ((0.1, 0.18), (0.1, 0.4)),
}


def make_photo(letter: str = "X", seed: int = 0) -> np.ndarray:
    """返回一张照片，形状 (240, 320, 3)，从 0（黑）到 255（白），uint8：纸上写着 letter（第 8 课）。

    letter："X" 或 "O"；seed：随机种子，定下纸、光、笔和字的样子。不合适时报错。

    >>> make_photo("O", seed=3).shape
    (240, 320, 3)
    """
    if letter not in LABELS:
        raise ValueError(f"letter 要是 {' 或 '.join(LABELS)}，收到的是 {describe(letter)}。")
    rng = np.random.default_rng([as_int(seed, "seed", 0), LABELS.index(letter)])
    kind = rng.choice(list(_PENS))
    wide, bright = (rng.uniform(*span) for span in _PENS[kind])
    height = _HEIGHT * rng.uniform(0.25, 0.7)
    ink = np.asarray(_written(letter, height, wide * height, rng), float) / 255
    if kind == "pencil":  # the grain of the paper shows through
        ink *= rng.uniform(0.5, 1, ink.shape)
    y, x = np.mgrid[-1 : 1 : _HEIGHT * 1j, -1 : 1 : _WIDTH * 1j]
    towards = rng.uniform(-0.3, 0.3, 2)
    light = rng.uniform(110, 235) * (1 + towards[0] * x + towards[1] * y - rng.uniform(0, 0.2) * (x**2 + y**2))
    grain = Image.fromarray(rng.integers(0, 256, (_HEIGHT, _WIDTH)).astype(np.uint8)).filter(
        ImageFilter.GaussianBlur(1)
    )
    paper = light * (1 + rng.uniform(0, 0.3) * (np.asarray(grain, float) / 255 - 0.5))
    grey = paper * (1 - ink * (1 - bright)) + rng.normal(0, rng.uniform(0, 4), ink.shape)
    tint = np.array([rng.uniform(0.95, 1), rng.uniform(0.93, 1), rng.uniform(0.85, 1)])
    return np.clip(grey[..., None] * tint, 0, 255).astype(np.uint8)


def _written(letter: str, height: float, wide: float, rng: np.random.Generator) -> Image.Image:
    """Return how much ink each pixel holds, 0 to 255."""
    width = height * rng.uniform(0.75, 1.2)
    turn = np.deg2rad(rng.uniform(-15, 15))
    room = np.maximum(np.array([_WIDTH - 1.25 * width, _HEIGHT - 1.25 * height]), 0) / 2
    middle = np.array([_WIDTH, _HEIGHT]) / 2 + rng.uniform(-1, 1, 2) * room
    turned = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    sheet = Image.new("L", (_WIDTH * _FINE, _HEIGHT * _FINE))
    for stroke in _strokes(letter, rng):
        points = (middle + (stroke * [width / 2, height / 2]) @ turned) * _FINE
        thick = max(1, round(wide * _FINE))
        pen = ImageDraw.Draw(sheet)
        pen.line([tuple(point) for point in points], 255, thick, "curve")
        for x, y in points[[0, -1]]:
            pen.ellipse((x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), 255)
    return sheet.reduce(_FINE)


def _strokes(letter: str, rng: np.random.Generator) -> list[np.ndarray]:
    """Return the strokes, as points (x, y) from -1 to 1."""
    along = np.linspace(-1, 1, 25)
    if letter == "X":
        bends = rng.normal(0, 0.1, 2)[:, None] * (1 - along**2)
        return [np.stack([along + bends[0], along], axis=1), np.stack([along + bends[1], -along], axis=1)]
    start, swing = rng.uniform(0, 2 * np.pi), 2 * np.pi * rng.uniform(0.95, 1.1)  # a little open, or closed twice
    angle = start + swing * (along + 1) / 2
    radius = 1 + rng.normal(0, 0.06) * np.sin(angle + rng.uniform(0, 6)) + rng.uniform(-0.08, 0.08) * (along + 1) / 2
    return [np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)]
