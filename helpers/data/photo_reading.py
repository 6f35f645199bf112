"""从一张照片到一张小图（第 8 课）：变灰，找墨，剪下，缩小；每一步都看得见，走不下去时说清为什么。"""

import io
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from helpers.data.letters import INK, PAPER
from helpers.inputs import as_int, as_numbers, describe

_LONGEST = 240  # pixels; a phone's photo is shrunk to it

#: 找字照的规矩；画图板在浏览器里读照片，也照它们
RULES = {
    "longest": _LONGEST,
    "dark": 40,  # of 255: the mean of a photo in which nothing can be told apart
    "reach": _LONGEST // 6,  # pixels on either side whose mean is taken for the paper
    "faint": 0.09,  # darker than the paper by this share, or it is only the paper's grain
    "inked": 0.002,  # the share of the photo that the darkest ink takes at least
    "speck": 0.08,  # of all ink: less than this is no letter
    "gap": 0.03,  # of the photo's longer side, between two letters
    "fill": 7 / 9,  # of the small picture, the letter's longer side
}
#: 照片读不成时说的话
TROUBLES = {
    "dark": "照片太暗了，看不清纸和墨。请开灯，或者到窗边，再拍一张。",
    "nothing": "照片上找不到字。写得深一点、粗一点，拍近一点，再试一次。",
    "several": "照片上好像有 {count} 个字，也可能是影子、桌边、反光。一次只写一个，写在纸的中间。",
    "edge": "有一道从照片的一边一直连到另一边，像是影子或桌边。让光匀一些，四周都留出纸，再拍一张。",
    "unreadable": "读不了这个文件。请用 JPEG 或 PNG 的照片；苹果手机的 HEIC，先另存成 JPEG。",
}


def photo_steps(photo: object, size: int = 9) -> dict[str, np.ndarray]:
    """返回照片变成小图的四步：名字 → 图，从 −1（纸）到 1（墨）；最后一步的形状是 (size, size)（第 8 课）。

    photo：照片的文件（路径或者内容），或者数组，形状 (H, W) 或 (H, W, 3)，从 0（黑）到 255（白）；
    size：小图的边长，不小于 5。读不了、太暗、没有写字、写了不止一个字时报错，说清是哪一种。
    """
    size = as_int(size, "size", 5)
    grey = _grey(photo)
    if grey.mean() < RULES["dark"]:
        raise ValueError(TROUBLES["dark"])
    ink = _ink(grey)
    rows, columns = _only(ink.sum(axis=1), max(ink.shape)), _only(ink.sum(axis=0), max(ink.shape))
    if rows == slice(0, len(ink)) or columns == slice(0, len(ink[0])):
        raise ValueError(TROUBLES["edge"])
    letter = ink[rows, columns]
    steps = {"变灰": 1 - grey / 127.5, "找墨": np.where(ink, INK, PAPER), "剪下": np.where(letter, INK, PAPER)}
    return steps | {"缩小": _shrunk(letter, size)}


def read_photo(photo: object, size: int = 9) -> np.ndarray:
    """返回照片上那个字的小图，形状 (size, size)，从 −1（纸）到 1（墨）；参数和错误同 photo_steps。"""
    return photo_steps(photo, size)["缩小"]


def _grey(photo: object) -> np.ndarray:
    """Return the photo's brightness, 0 to 255, its longer side at most _LONGEST."""
    try:
        if isinstance(photo, (str, Path, bytes, bytearray, memoryview)):
            file = photo if isinstance(photo, (str, Path)) else io.BytesIO(photo)
            picture = _on_white(ImageOps.exif_transpose(Image.open(file)))
        else:
            picture = Image.fromarray(_as_pixels(photo))
        picture = picture.convert("L")
    except FileNotFoundError:
        raise ValueError(f"没有找到文件 {photo}。请看看文件名对不对，它要和笔记本在同一个文件夹里。") from None
    except (OSError, SyntaxError, Image.DecompressionBombError):
        raise ValueError(TROUBLES["unreadable"]) from None
    picture.thumbnail((_LONGEST, _LONGEST))
    return np.asarray(picture, float)


def _on_white(picture: Image.Image) -> Image.Image:
    """Return the picture without its transparent parts, in 256 steps."""
    if picture.mode.startswith("I"):  # 65,536 of them
        return Image.fromarray((np.asarray(picture) // 257).astype(np.uint8))
    sheet = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(sheet, picture.convert("RGBA"))


def _as_pixels(value: object) -> np.ndarray:
    pixels = as_numbers(value, "photo")
    if pixels.size == 0 or pixels.ndim not in (2, 3) or pixels.ndim == 3 and pixels.shape[2] != 3:
        raise ValueError(f"photo 的形状要是 (高，宽) 或 (高，宽，3)，收到的是 {describe(pixels)}。")
    if not (pixels.min() >= 0 and pixels.max() <= 255):
        raise ValueError("photo 的每个数要在 0（黑）和 255（白）之间。")
    if pixels.dtype.kind == "f" and pixels.max() <= 1:
        raise ValueError("photo 的每个数都不超过 1，像是 0 到 1 的亮度：请先乘以 255。")
    return pixels.astype(np.uint8)


def _ink(grey: np.ndarray) -> np.ndarray:
    """Tell which pixels are ink: much darker than the paper around them, wherever the light falls."""
    smooth = _means(grey, 1)  # the paper's grain
    darker = 1 - smooth / np.maximum(_means(smooth, RULES["reach"]), 1)
    darkest = np.quantile(darker, 1 - RULES["inked"])
    if darkest < RULES["faint"]:
        raise ValueError(TROUBLES["nothing"])
    return darker > darkest / 2


def _means(values: np.ndarray, reach: int) -> np.ndarray:
    """Return the mean around each pixel; over the edge, the light goes on as it came."""
    for _ in values.shape:
        padded = np.pad(values, [(reach + 1, reach), (0, 0)], "reflect", reflect_type="odd")
        sums = padded.cumsum(axis=0)
        values = ((sums[2 * reach + 1 :] - sums[: -2 * reach - 1]) / (2 * reach + 1)).T
    return values


def _only(counts: np.ndarray, longest: int) -> slice:
    """Return the rows, or columns, of the only letter, from how much ink each holds."""
    inked = np.flatnonzero(counts)
    parts = np.split(inked, np.flatnonzero(np.diff(inked) > RULES["gap"] * longest) + 1)
    letters = [part for part in parts if counts[part].sum() > RULES["speck"] * counts.sum()]
    if not letters:
        raise ValueError(TROUBLES["nothing"])
    if len(letters) > 1:
        raise ValueError(TROUBLES["several"].format(count=len(letters)))
    return slice(letters[0][0], letters[0][-1] + 1)


def _shrunk(letter: np.ndarray, size: int) -> np.ndarray:
    """Return the letter in the middle of a small picture; thin strokes are as thick as a pixel of it."""
    pixel = max(letter.shape) / (RULES["fill"] * size)
    bold = Image.fromarray((255 * letter).astype(np.uint8)).filter(ImageFilter.MaxFilter(2 * int(pixel / 3) + 1))
    sides = [max(1, round(side / pixel)) for side in letter.shape[::-1]]
    ink = np.asarray(bold.resize(sides, Image.Resampling.BOX), float) / 255
    small = np.zeros((size, size))
    top, left = (size - ink.shape[0]) // 2, (size - ink.shape[1]) // 2
    small[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return np.clip(2 * small / np.quantile(small[small > 0], 0.7), 0, 2) - 1
