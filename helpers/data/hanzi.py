"""汉字的数据集（第 8 课）：七个长得很像的字，字形取自课程带着的 Noto Sans SC，位置、大小、角度、粗细张张不同。"""

import functools

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from helpers.data.dataset import SPLITS
from helpers.data.letters import INK, PAPER
from helpers.inputs import as_int, describe
from helpers.packaged import chinese_font

#: 标签 → 汉字：差一点，差一点的位置，差一笔的长短
HANZI = tuple("大太犬人入未末")
_EM, _STROKES = 96, 5  # pixels of the font; how many thicknesses
_FINE = 4  # drawn so many times larger, then shrunk
_NOISE = 0.2  # at most, as in the letters


def make_hanzi(count: int, split: str = "train", *, size: int = 16, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """返回 count 张汉字的图和标签，七个字一样多（至多差一张），次序是乱的（第 8 课）。

    图的形状是 (count, 1, size, size)，float32，从 −1（纸）到 1（墨）；标签的形状是 (count,)，HANZI 的第几个。
    大约一半的图非黑即白，别的笔画的边是灰的，还盖着噪声。split："train"、"validation" 或 "test"，各用各的随机数；
    size：边长，12 到 32 格；seed：随机种子，同样的参数总是画出同样的图。参数不合适时报错。

    >>> images, labels = make_hanzi(70)
    >>> images.shape, HANZI[labels[0]] in HANZI
    ((70, 1, 16, 16), True)
    """
    count, size, seed = as_int(count, "count", 1), as_int(size, "size", 12), as_int(seed, "seed", 0)
    if size > 32:
        raise ValueError(f"size 不能大于 32，收到的是 {size}。")
    if split not in SPLITS:
        raise ValueError(f"split 要是 {'、'.join(SPLITS)} 之一，收到的是 {describe(split)}。")
    rng = np.random.default_rng([seed, SPLITS.index(split)])
    labels = rng.permutation(np.arange(count) % len(HANZI))
    images = np.stack([_draw(HANZI[label], size, rng) for label in labels])
    noisy = images + rng.uniform(0, _NOISE, (count, 1, 1)) * rng.standard_normal(images.shape)
    crisp = rng.random((count, 1, 1)) < 0.5
    images = np.where(crisp, np.where(images > 0, INK, PAPER), np.clip(noisy, -1, 1))
    return images[:, None].astype(np.float32), labels


def _draw(character: str, size: int, rng: np.random.Generator) -> np.ndarray:
    """Return one picture of the character, from -1 to 1."""
    glyph = _glyph(character, int(rng.integers(_STROKES)))
    height = size * rng.uniform(0.6, 0.92)
    width = min(height * rng.uniform(0.85, 1.15), size)
    middle = size / 2 + rng.uniform(-0.45, 0.45, 2) * (size - np.array([width, height]))
    turn, slant = np.deg2rad(rng.uniform(-10, 10)), rng.uniform(-0.1, 0.1)
    turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ [[1, slant], [0, 1]]
    # from a place (x, y) in the picture to one in the glyph
    scaled = turned @ np.diag(_EM / np.array([width, height])) / _FINE
    shift = np.array(glyph.size) / 2 - scaled @ (middle * _FINE)
    affine = (*scaled[0], shift[0], *scaled[1], shift[1])
    large = glyph.transform((size * _FINE,) * 2, Image.Transform.AFFINE, affine, Image.Resampling.BILINEAR)
    return np.asarray(large.reduce(_FINE)) / 127.5 - 1


@functools.cache
def _glyph(character: str, stroke: int) -> Image.Image:
    """Return the character in the middle of a sheet twice as large, its longer side _EM; stroke makes it bolder."""
    sheet = Image.new("L", (2 * _EM, 2 * _EM))
    font = ImageFont.truetype(str(chinese_font()), _EM)
    ImageDraw.Draw(sheet).text((_EM, _EM), character, 255, font, "mm", stroke_width=stroke)
    ink = sheet.crop(sheet.getbbox())
    ink = ink.resize([round(side * _EM / max(ink.size)) for side in ink.size])
    middle = Image.new("L", sheet.size)
    middle.paste(ink, tuple((2 * _EM - side) // 2 for side in ink.size))
    return middle
