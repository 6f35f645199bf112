"""颜色都在这里定：一个色阶，0 是白，正数和负数各往一头变深，两边对称。数表、小图、曲线、连线图、动手玩的图和网页都用。

换一个色阶，只要改 POSITIVE、NEGATIVE 和它们的名字，再重新运行笔记本。
"""

import colorsys

import numpy as np

#: 色阶的两头（红、绿、蓝，0 到 255），和它们在句子里的名字
POSITIVE, NEGATIVE = (242, 152, 74), (134, 178, 222)
POSITIVE_NAME, NEGATIVE_NAME = "橙色", "蓝色"

#: 白纸和墨：色阶的 0，图的底；格子里的字，粗框
WHITE, INK = "#fff", "#111"
#: 灰：行号和列号的底；空格子的边；小图的边；补的一圈的边；没有正负的线
HEADER, EMPTY, EDGE, RING, PLAIN = "#eee", "#bbb", "#999", "#777", "#555"
#: 亮了的神经元
LIT = "#b3261e"
#: 检查的结果和提示左边的竖条
STATUS = {"passed": "#2e8b57", "wrong": "#d2691e", "unanswered": "#808080", "error": "#c0392b", "hint": "#4a7fb5"}

_LINE = 4.6  # to 1, the contrast of a line with white: letters can be read, and on a dark page it still has 3 to 1


def coloured(value: float, limit: float) -> tuple[int, int, int]:
    """返回一个数的颜色（红、绿、蓝，0 到 255）；绝对值到 limit 时最深，NaN 是白的。"""
    strength = 0 if np.isnan(value) else abs(value) / limit
    end = POSITIVE if value > 0 else NEGATIVE
    return tuple(round(255 + (full - 255) * strength) for full in end)


def as_hex(colour: tuple[int, int, int]) -> str:
    """返回一个颜色（红、绿、蓝，0 到 255）在 CSS 里的写法。

    >>> as_hex((255, 0, 16))
    '#ff0010'
    """
    return "#{:02x}{:02x}{:02x}".format(*colour)


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """返回两个颜色（红、绿、蓝，0 到 255）的对比度，1 到 21，按 WCAG 2.2 的定义。"""
    darker, lighter = sorted(_luminance(colour) for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    channels = np.array(colour) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def _line(end: tuple[int, int, int]) -> str:
    """Return the darker shade of an end of the scale in which lines are drawn, on white and on dark pages."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in end))
    while contrast(end, (255, 255, 255)) < _LINE:
        lightness -= 0.01
        end = tuple(round(255 * part) for part in colorsys.hls_to_rgb(hue, lightness, saturation))
    return as_hex(end)


#: 线的颜色：正的权重、负的权重
POSITIVE_LINE, NEGATIVE_LINE = _line(POSITIVE), _line(NEGATIVE)
#: 曲线图里各种做法的颜色，前两种来自色阶
SERIES = (NEGATIVE_LINE, POSITIVE_LINE, "#2f7d4f", "#7a4fa0", PLAIN, "#a0307a")


def css(selector: str) -> str:
    """返回一段 CSS：让 selector 里的样式能用 var(--positive)、var(--ink) 这样的名字取到这里的颜色。"""
    names = {"white": WHITE, "ink": INK, "ring": RING, "lit": LIT}
    names |= {"positive": POSITIVE_LINE, "negative": NEGATIVE_LINE, **STATUS}
    return f"{selector} {{\n" + "".join(f"  --{name}: {colour};\n" for name, colour in names.items()) + "}\n"
