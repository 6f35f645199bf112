"""X 和 O 的数据集（第 7 课）：要多少张画多少张，位置、大小、角度、胖瘦、粗细张张不同，有灰边的，也有非黑即白的。"""

import numbers
from collections.abc import Callable

import numpy as np

from helpers.data.letters import INK, PAPER
from helpers.inputs import as_int, describe

#: 标签 → 字母
LABELS = ("X", "O")
#: 数据集的三部分：训练、验证、测试
SPLITS = ("train", "validation", "test")
_SMALLEST, _LARGEST = 9, 32  # pixels
_WIDE = 3  # pixels: from here on, a stroke may be drawn as its outline
_FINE = 12  # pixels of the picture: from here on, letters are also as in print, with hairlines, slants and serifs


def make_letters(
    count: int,
    split: str = "train",
    *,
    size: int = 9,
    seed: int = 0,
    centred: bool = False,
    noise: float = 0.2,
) -> tuple[np.ndarray, np.ndarray]:
    """返回 count 张图和它们的标签，X 和 O 各一半，次序是乱的（第 7 课）。

    图的形状是 (count, 1, size, size)，float32，从 −1（纸）到 1（墨）；标签的形状是 (count,)，0 是 X，1 是 O。
    一半的图非黑即白，只有 −1 和 1；另一半笔画的边是灰的，还盖着噪声。
    split："train"、"validation" 或 "test"，三部分用各自的随机数，seed 相同也不会画出同一张图。
    size：边长，9 到 32 格，12 格起也有印刷的样子（细线、衬线、斜体）；seed：随机种子，同样的参数总是画出同样的图；
    centred=True 时字母都在正中。
    noise：灰边的图噪声最多多大（标准差，0 到 1），每张从 0 到 noise 里抽一个。参数不合适时报错。

    >>> images, labels = make_letters(100)
    >>> images.shape, int(labels.sum())
    ((100, 1, 9, 9), 50)
    """
    count, size, seed = as_int(count, "count", 1), as_int(size, "size", _SMALLEST), as_int(seed, "seed", 0)
    if size > _LARGEST:
        raise ValueError(f"size 不能大于 {_LARGEST}，收到的是 {size}。")
    if split not in SPLITS:
        raise ValueError(f"split 要是 {'、'.join(SPLITS)} 之一，收到的是 {describe(split)}。")
    if not isinstance(centred, bool):
        raise TypeError(f"centred 要是 True 或 False，收到的是 {describe(centred)}。")
    if not isinstance(noise, numbers.Real) or not 0 <= noise <= 1:
        raise ValueError(f"noise 要是 0 到 1 之间的数，收到的是 {describe(noise)}。")
    rng = np.random.default_rng([seed, SPLITS.index(split)])
    kinds = rng.permutation(np.arange(count) % (2 * len(LABELS)))  # each letter as often crisp as soft
    crisp, labels = np.divmod(kinds, len(LABELS))
    images = np.empty((count, size, size), np.float32)
    for label, edge in enumerate((_edge_of_x, _edge_of_o)):
        chosen = labels == label
        images[chosen] = _draw(edge, np.count_nonzero(chosen), size, centred, rng)
    sharp = np.where(images > 0, np.float32(INK), np.float32(PAPER))
    strength = rng.uniform(0, noise, (count, 1, 1)).astype(np.float32)
    images += strength * rng.standard_normal(images.shape, np.float32)
    images = np.where(crisp.reshape(-1, 1, 1), sharp, images)
    return np.clip(images, -1, 1)[:, None], labels


def _draw(edge: Callable, count: int, size: int, centred: bool, rng: np.random.Generator) -> np.ndarray:
    def between(low: float, high: float) -> np.ndarray:
        """Return a number for each letter, evenly spread, so that even a hundred letters hold every kind."""
        spread = (rng.permutation(count) + rng.random(count)) / max(count, 1)
        return (low + (high - low) * spread).astype(np.float32).reshape(count, 1, 1)

    fine = size >= _FINE
    height = size * between(0.42, 0.9)
    width = np.minimum(height * between(0.7 if fine else 0.85, 1.2), size)
    thick = np.maximum(height * (0.1 + between(0, 0.5) ** 2), 1)  # most are thin
    thick = np.minimum(thick, (0.33 if fine else 1) * width)  # a narrow O keeps its hole
    thin = np.maximum(thick * between(0.2 if fine else 0.5, 1), 0.5 if fine else 1)
    turn, slant = np.deg2rad(between(-15, 15)), between(-0.3 if fine else -0.1, 0.1)
    cos, sin = np.cos(turn), np.sin(turn)
    # from the middle of the letter to its right and to its lower end, as vectors (x, y) in pixels
    right = (width - thick) / 2 * np.stack([cos, sin])
    below = (height - thick) / 2 * np.stack([slant * cos - sin, slant * sin + cos])
    room = np.maximum((size - thick) / 2 - abs(right) - abs(below), 0)
    middle = np.stack([between(-1, 1), between(-1, 1)]) * room * (not centred)
    pixels = np.arange(size, dtype=np.float32) - (size - 1) / 2
    x, y = pixels - middle[0], pixels[:, None] - middle[1]
    bend, wave = height * between(0, 0.02), 2 * np.pi * between(0.5, 1.5) / height  # no hand is steady
    x, y = x + bend * np.sin(wave * y + between(0, 2 * np.pi)), y + bend * np.sin(wave * x + between(0, 2 * np.pi))
    distance = edge(x, y, right, below, thick, thin)
    if fine and edge is _edge_of_x:
        long = width * between(0.08, 0.25) * (between(0, 1) < 0.5)
        distance = np.minimum(distance, _edge_of_serifs(x, y, right, below, thin, long))
    hollow = (thick >= _WIDE) & (between(0, 1) < 1 / 8)
    distance = np.where(hollow, abs(distance + 0.5) - 0.5, distance)
    return np.clip(-2 * distance, -1, 1)  # ink inside, paper outside, grey where the edge cuts a pixel


# Both return how far each pixel (x, y) lies from the edge of the ink; inside the ink it is negative.


def _edge_of_x(x, y, right, below, thick, thin) -> np.ndarray:
    def stroke(end: np.ndarray, width: np.ndarray) -> np.ndarray:
        along = np.clip((x * end[0] + y * end[1]) / (end**2).sum(axis=0), -1, 1)
        return np.hypot(x - along * end[0], y - along * end[1]) - width / 2

    return np.minimum(stroke(right + below, thick), stroke(right - below, thin))  # as in print: \ thick, / thin


def _edge_of_serifs(x, y, right, below, thin, long) -> np.ndarray:
    """Give an X a short bar across each of its ends; long is half its length."""
    across = right / np.hypot(*right)
    distance = np.inf
    for end in (right + below, right - below, -right + below, -right - below):
        u, v = x - end[0], y - end[1]
        along = np.clip(u * across[0] + v * across[1], -long, long)
        distance = np.minimum(distance, np.hypot(u - along * across[0], v - along * across[1]) - thin / 2)
    return distance


def _edge_of_o(x, y, right, below, thick, thin) -> np.ndarray:
    area = right[0] * below[1] - right[1] * below[0]
    u, v = (x * below[1] - y * below[0]) / area, (y * right[0] - x * right[1]) / area
    square = np.maximum(u**2 + v**2, 1e-6)  # 1 on the ellipse, 0 in its middle
    slope = np.hypot(u * below[1] - v * right[1], v * right[0] - u * below[0]) / area
    ring = abs(square - np.sqrt(square)) / np.maximum(slope, 1e-6)
    return ring - (thick * u**2 + thin * v**2) / square / 2  # as in print: sides thick, top and bottom thin
