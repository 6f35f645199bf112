"""连线图：左边的输入怎样连到右边的输出。分组卷积的通道和全连接层的神经元都画成它。"""

from base64 import b64encode
from dataclasses import dataclass
from html import escape

import numpy as np

from helpers.drawing.colours import (
    INK,
    LIT,
    NEGATIVE_LINE,
    NEGATIVE_NAME,
    PLAIN,
    POSITIVE_LINE,
    POSITIVE_NAME,
    WHITE,
)
from helpers.inputs import as_int

_MOST_CHANNELS = 16  # on one side: more would be a wall of lines
_LEFT, _RIGHT, _WIDTH = 150, 400, 600  # px: the discs of the inputs, those of the outputs, the whole picture
_FONT = "system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',sans-serif"
_FULL = 5  # a weight this large, or the largest above it, has the widest line
_FEW = 16  # lines whose numbers can all stand in the picture
KEY = f"{POSITIVE_NAME}实线：正的权重；{NEGATIVE_NAME}虚线：负的权重；点线：0。线越粗，权重的绝对值越大。"


def short(value: float) -> str:
    """返回图上写的数：最多两位小数，末尾的 0 不写。

    >>> short(-2.5), short(2 / 3)
    ('−2.5', '0.67')
    """
    return f"{value:z.2f}".rstrip("0").rstrip(".").replace("-", "−")


@dataclass(frozen=True)
class Node:
    """连线图上的一个圆：name 是它的名字，text 是圆里的字，note 是名字下面的小字。

    lit：亮着，涂成红的；dropped：被丢掉，打叉，它的线也变淡。
    """

    name: str
    text: str = ""
    note: str = ""
    lit: bool = False
    dropped: bool = False


@dataclass(frozen=True, eq=False)
class Network:
    """一张连线图：inputs 在左，outputs 在右；sentences 用几句话说出图的内容，key 是线的意思。

    lines：(输入号，输出号) → 权重，号都从 0 数起；权重是 None 的线只表示相连，不写数。
    """

    inputs: tuple[Node, ...]
    outputs: tuple[Node, ...]
    lines: dict[tuple[int, int], float | None]
    sentences: tuple[str, ...]
    key: str

    def __repr__(self) -> str:
        return "\n".join(self.sentences)

    def _repr_html_(self) -> str:
        source = b64encode(self.svg().encode()).decode()
        alt = escape("".join(self.sentences), quote=True)
        return f"<img alt='{alt}' style='max-width:100%' src='data:image/svg+xml;base64,{source}'>"

    def svg(self) -> str:
        """返回这张图的 SVG 文字；它自带浅色的底，深色的页面上也看得清。"""
        labelled = any(node.text for node in self.inputs)
        radius = (16, 22) if labelled else (7, 7)
        pitch = (44 if len(self.inputs) > 4 else 56, 64) if labelled else (26, 26)
        inside = max(len(self.inputs) * pitch[0], len(self.outputs) * pitch[1])
        left, right = (_heights(len(nodes), inside) for nodes in (self.inputs, self.outputs))
        limit = max(_FULL, *(abs(weight or 0) for weight in self.lines.values()))
        lines, numbers = "", ""
        for (i, o), weight in self.lines.items():
            ends = (_LEFT + radius[0], left[i], _RIGHT - radius[1], right[o])
            faded = self.inputs[i].dropped
            lines += _line(ends, weight, limit, faded)
            if weight is not None and not faded and len(self.lines) <= _FEW:
                along = 0.15 + 0.55 * (o + 0.5) / len(self.outputs)  # each output has its own column of numbers
                numbers += _number(ends, along, weight)
        discs = [_disc(_LEFT, y, radius[0], node, "end") for y, node in zip(left, self.inputs, strict=True)]
        discs += [_disc(_RIGHT, y, radius[1], node, "start") for y, node in zip(right, self.outputs, strict=True)]
        height = inside + 56
        key = _text(_WIDTH / 2, height - 14, self.key, "middle", 12)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
            f'viewBox="0 0 {_WIDTH} {height}" font-family="{_FONT}">'
            f'<rect width="{_WIDTH}" height="{height}" rx="6" fill="{WHITE}"/>'
            f"{lines}{numbers}{''.join(discs)}{key}</svg>"
        )


def _heights(count: int, inside: float) -> list[float]:
    return [16 + inside * (i + 0.5) / count for i in range(count)]


def _line(ends: tuple[float, ...], weight: float | None, limit: float, faded: bool) -> str:
    colour, dashes = PLAIN, "none" if weight is None else "2 5"
    if weight:
        colour, dashes = (POSITIVE_LINE, "none") if weight > 0 else (NEGATIVE_LINE, "9 6")
    x1, y1, x2, y2 = (f"{place:g}" for place in ends)
    return (
        f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-dasharray="{dashes}" '
        f'stroke-width="{1.5 + 6.5 * abs(weight or 0) / limit:.2f}" opacity="{0.25 if faded else 1}"/>'
    )


def _number(ends: tuple[float, ...], along: float, weight: float) -> str:
    x, y = ends[0] + along * (ends[2] - ends[0]), ends[1] + along * (ends[3] - ends[1])
    text = short(weight)
    width = 8 + 7 * len(text)
    back = f'<rect x="{x - width / 2:.1f}" y="{y - 8:.1f}" width="{width}" height="16" rx="4" fill="{WHITE}"/>'
    return back + _text(x, y + 4, text, "middle", 12)


def _disc(x: float, y: float, radius: float, node: Node, anchor: str) -> str:
    fill, ink = (LIT, WHITE) if node.lit else (WHITE, INK)
    cross = f"M{x - radius} {y - radius:g}l{2 * radius} {2 * radius}m0 {-2 * radius}l{-2 * radius} {2 * radius}"
    beside = x + (radius + 8) * (1 if anchor == "start" else -1)
    return (
        f'<circle cx="{x}" cy="{y:g}" r="{radius}" fill="{fill}" stroke="{INK}" stroke-width="1.5"/>'
        + _text(x, y + 5, node.text, "middle", 13, ink)
        + (f'<path d="{cross}" stroke="{INK}" stroke-width="2"/>' if node.dropped else "")
        + _text(beside, y + (-2 if node.note else 5), node.name, anchor, 13)
        + _text(beside, y + 15, node.note, anchor, 12)
    )


def _text(x: float, y: float, text: str, anchor: str, size: int, ink: str = INK) -> str:
    if not text:
        return ""
    return f'<text x="{x:g}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{ink}">{escape(text)}</text>'


def channels(in_channels: int, out_channels: int, groups: int = 1) -> Network:
    """返回卷积层的通道连线图：输出通道用到哪些输入通道；参数和错误同 show_channels。"""
    in_channels, out_channels = as_int(in_channels, "in_channels", 1), as_int(out_channels, "out_channels", 1)
    groups = as_int(groups, "groups", 1)
    for name, count in {"in_channels": in_channels, "out_channels": out_channels}.items():
        if count > _MOST_CHANNELS:
            raise ValueError(f"{name} 最多画 {_MOST_CHANNELS} 个通道，收到的是 {count}。")
        if count % groups:
            raise ValueError(f"groups 要能整除 {name}，{count} 个通道分不成 {groups} 个一样大的组。")
    sides = [np.split(np.arange(n), groups) for n in (in_channels, out_channels)]
    lines = {(i, o): None for into, out in zip(*sides, strict=True) for o in out.tolist() for i in into.tolist()}
    sentences = [f"{in_channels} 个输入通道，{out_channels} 个输出通道，groups={groups}。"]
    for into, out in zip(*sides, strict=True):
        sentences.append(f"输入通道 {'、'.join(map(str, into))} 连到输出通道 {'、'.join(map(str, out))}。")
    names = [[Node(f"{side}通道 {i}") for i in range(n)] for side, n in (("输入", in_channels), ("输出", out_channels))]
    key = f"groups={groups}。有线相连：右边的输出通道用到左边的输入通道。"
    return Network(tuple(names[0]), tuple(names[1]), lines, tuple(sentences), key)


def show_channels(in_channels: int, out_channels: int, groups: int = 1) -> None:
    """画出卷积层里哪些输入通道连到哪些输出通道（第 3 课）。

    in_channels、out_channels：通道的个数，1 到 16；groups：分成几组，每组只看自己那一份输入通道。
    不是整数、太小、太大，或 groups 不能整除两边的个数时报错。
    """
    from IPython.display import display  # slow to load outside a notebook

    display(channels(in_channels, out_channels, groups))
